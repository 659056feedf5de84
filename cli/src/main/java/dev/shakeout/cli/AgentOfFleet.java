package dev.shakeout.cli;

import dev.shakeout.agent.AgentKey;
import dev.shakeout.agent.Membership;
import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.engine.About;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Verdict;
import dev.shakeout.probes.wire.WebProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Keeps this host in the fleet of a server, until it is ended or the server does not want it. */
final class AgentOfFleet {
    private static final String ENROL = "--enrol";
    private static final String NAME = "--name";
    private static final String DATA = "--data";
    private static final String STANDARD_INPUT = "-";
    private static final int LONGEST_TOKEN = 1000;

    private AgentOfFleet() {}

    static void describe(CommandSpec spec) {
        spec.addOption(Options.value(
                ServerArguments.SERVER,
                "URL",
                "Join the fleet of this server; else $" + ServerArguments.VARIABLE + "."));
        spec.addOption(Options.flag(
                ServerArguments.INSECURE,
                "Speak http to another host, where whoever sees the traffic can read and change it."));
        spec.addOption(Options.value(
                ENROL,
                "FILE",
                "The token by which this agent is let in for the first time, in a file, or - for standard input. Later its"
                        + " own key is enough."));
        Labels.describe(spec, "Have this label in the fleet, if the enrolment lets it. May be repeated.");
        spec.addOption(Options.value(NAME, "NAME", "For people; the name of this host if not given."));
        spec.addOption(Options.path(
                DATA, "DIR", "Where it keeps its key; the folder 'agent' beside Shakeout's own if not given."));
    }

    static boolean isMeant(ParseResult given) {
        return Stream.of(ServerArguments.SERVER, ENROL, NAME, DATA, Labels.OPTION)
                .anyMatch(given::hasMatchedOption);
    }

    static int run(ParseResult given, Machine machine, Terminal terminal) throws IOException {
        ServerUrl url = ServerArguments.require(given, terminal);
        Path folder = given.matchedOptionValue(DATA, machine.folders().state().resolve("agent"))
                .toAbsolutePath();
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        try (FileChannel file =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.tryLock()) {
            if (lock == null) {
                throw new InvalidInput(Problem.of(
                        folder + " is used by another agent; end that one, or choose another folder with " + DATA));
            }
            return serve(settings(given, url, folder, terminal), machine, terminal);
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
    }

    private static int serve(Membership.Settings settings, Machine machine, Terminal terminal) {
        try (var _ = Ending.of(Thread.currentThread());
                var _ = machine.shared()) {
            var about = Map.of("agent", settings.name());
            Consumer<String> told = words -> About.run(about, () -> terminal.line(words));
            var membership = new Membership(
                    settings, Membership.Pace.USUAL, Catalog.installed(), machine, new SecureRandom(), told);
            String why = membership.serve();
            terminal.error("shakeout: the server does not have this agent: " + why);
            return Verdict.REFUSED.exitCode();
        } catch (InterruptedException _) {
            return Exit.OK; // asked to end
        }
    }

    private static Membership.Settings settings(ParseResult given, ServerUrl url, Path folder, Terminal terminal)
            throws IOException {
        Optional<String> enrolment = enrolment(given, terminal);
        enrolment.ifPresent(token -> terminal.mask().cover(Json.of(token)));
        return new Membership.Settings(
                URI.create(url.api("/fleet").toString().replaceFirst("^http", "ws")),
                new Proxies(terminal.environment()),
                AgentKey.in(folder.resolve("key.json")),
                enrolment,
                given.matchedOptionValue(NAME, host()),
                Labels.read(given, ""),
                Version.NUMBER);
    }

    /** It is never an argument: everybody on the host could read it there, and be quicker. */
    private static Optional<String> enrolment(ParseResult given, Terminal terminal) throws IOException {
        String place = given.matchedOptionValue(ENROL, "");
        if (place.isEmpty()) {
            return Optional.empty();
        }
        try (var bytes = place.equals(STANDARD_INPUT) ? terminal.in() : Files.newInputStream(Path.of(place))) {
            String token = new String(bytes.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8).strip();
            if (token.matches("[!-~]+")) {
                return Optional.of(token);
            }
        } catch (IOException e) {
            throw new InvalidInput(Problem.of(ENROL + " " + place + ": cannot be read (" + e + ")"));
        }
        throw new InvalidInput(Problem.of(
                ENROL + " " + place + ": that is no token: it is one word, as the server showed" + " it once"));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    /** By the variables that all programs go by. */
    private static final class Proxies extends ProxySelector {
        private final Map<String, String> environment;

        Proxies(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        public List<Proxy> select(URI uri) {
            try {
                var web = URI.create(uri.toString().replaceFirst("^ws", "http"));
                return WebProxy.of(web, environment)
                        .map(found -> new Proxy(
                                Proxy.Type.HTTP,
                                InetSocketAddress.createUnresolved(
                                        found.server().host(), found.server().port())))
                        .map(List::of)
                        .orElse(List.of(Proxy.NO_PROXY));
            } catch (ConnectException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // is told by whoever dialled
        }
    }
}
