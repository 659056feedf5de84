package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.cli.remote.SignInProvider;
import dev.shakeout.cli.remote.TokenFile;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Keeps the token for a server. It is never an argument: everybody on the host could read it there. */
final class LoginCommand implements Command {
    private static final String SSO = "--sso";
    private static final String ID_TOKEN = "--id-token";

    @Override
    public String name() {
        return "login";
    }

    @Override
    public String summary() {
        return "Keep a token for a server, for the commands that work against it. It is asked for, or read from"
                + " standard input, or got by single sign-on.";
    }

    @Override
    public String example() {
        return "shakeout login --sso --server https://shakeout.example.org";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag(
                SSO, "Sign in by the provider of the server instead, in a browser on this or any other device."));
        spec.addOption(Options.flag(
                ID_TOKEN,
                "Read an ID token from standard input, such as a job of a pipeline has, and keep the short token that the server"
                        + " gives for it."));
        ServerArguments.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        ServerUrl url = ServerArguments.require(given, terminal);
        if (given.matchedOptionValue(SSO, false)) {
            return ServerArguments.with(url, "", terminal, server -> signIn(server, terminal));
        }
        if (given.matchedOptionValue(ID_TOKEN, false)) {
            Json.Obj body = Json.object("id-token", read(url, terminal));
            return ServerArguments.with(url, "", terminal, server -> begin(body, server, terminal));
        }
        String token = read(url, terminal);
        if (token.isEmpty() || !token.matches("[!-~]+")) {
            throw new InvalidInput(Problem.of("that is no token: it is one word, as the server showed it once"));
        }
        return ServerArguments.with(url, token, terminal, server -> {
            if (server.find("/me").isEmpty()) {
                server.get("/halt"); // a server of an earlier release; whatever its role, a token may look at this
            }
            return keep(url, token, terminal);
        });
    }

    private static int keep(ServerUrl url, String token, Terminal terminal) throws IOException {
        TokenFile file = TokenFile.of(terminal.environment());
        try {
            file.put(url, token);
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
        terminal.line("The token for " + url + " is kept in " + file.path() + ".");
        return Exit.OK;
    }

    private static int signIn(ServerApi server, Terminal terminal) throws IOException {
        Json.Obj told = server.get("/sessions/provider").json();
        try (var provider = SignInProvider.of(told)) {
            SignInProvider.Proof proof = provider.proof(new SecureRandom(), terminal::line);
            return begin(Json.object("id-token", proof.idToken(), "nonce-secret", proof.secret()), server, terminal);
        }
    }

    private static int begin(Json.Obj body, ServerApi server, Terminal terminal) throws IOException {
        Json.Obj session =
                server.send("POST", "/sessions", Optional.of(body), Map.of()).json();
        WhoamiCommand.lines(session).forEach(terminal::line);
        return keep(server.url(), Answered.text(session, "secret"), terminal);
    }

    private static String read(ServerUrl url, Terminal terminal) throws IOException {
        if (terminal.live()) {
            return Optional.ofNullable(System.console())
                    .map(console -> console.readPassword("Token for %s: ", url))
                    .map(String::new)
                    .orElse("")
                    .strip();
        }
        var lines = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
        return Optional.ofNullable(lines.readLine()).orElse("").strip();
    }
}
