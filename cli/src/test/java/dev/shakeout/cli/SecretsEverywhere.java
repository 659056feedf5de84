package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Markers in every place that a secret can come from, and the search for them in all that is left. */
abstract class SecretsEverywhere {
    final Markers markers = new Markers();
    final Map<String, String> environment = new TreeMap<>();
    Path work;
    Shakeout shakeout;
    EchoServer server;
    String python;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(work);
        server = new EchoServer();
        python = OwnPython.in(work);
        shakeout.write("own.py", """
                import base64, os, sys, time

                def give(value, secrets=None, configuration=None):
                    print("printing", value, secrets)
                    print("x" * 1990 + str(value), file=sys.stderr)
                    encoded = base64.b64encode(("user:" + str(value)).encode()).decode()
                    return {"value": value, str(value): [value, encoded], "secrets": secrets}

                def fail(value, secrets=None):
                    raise ValueError("no good: %r and %s" % (value, secrets))

                def crash(value):
                    print("crashing with", value, file=sys.stderr, flush=True)
                    os._exit(3)

                def hang(value):
                    print("hanging with", value, flush=True)
                    time.sleep(60)

                def leave(value):
                    sys.exit("leaving with " + value)
                """);
        shakeout.write("watching.py", """
                def configure_control(experiment, configuration, secrets, settings):
                    print("configured", secrets)

                def before_activity_control(context, secrets=None, **kwargs):
                    context["x-noted"] = secrets["inline"]["word"]
                    if context["name"] == "renamed":
                        raise ValueError("not with " + secrets["inline"]["word"])

                def after_activity_control(context, state, secrets=None, **kwargs):
                    (state or {})["noted"] = secrets["vault"]["password"]

                def after_experiment_control(context, state, secrets=None, **kwargs):
                    state["noted"] = {"a": [secrets["file"]["token"]]}
                """);
    }

    @AfterEach
    void end() {
        server.close();
    }

    String experiment(String method) {
        environment.put("OWN_SECRET", markers.of("env"));
        environment.put("VAULT_TOKEN", markers.plain("vaultToken"));
        vault("/v1/secret/data/shop/db", "{\"data\": {\"data\": %s}}", "vault");
        vault("/v1/secret/data/shop/all", "{\"data\": {\"data\": %s}}", "vaultGroup");
        return """
                title: "with ${word}, ${found} and ${vault_token}"
                description: every kind of secret
                configuration:
                  vault_addr: URL
                  vault_token: {type: env, key: VAULT_TOKEN}
                  found: {type: probe, name: found, provider: {type: process, path: echo, arguments: ["${word}"]}}
                secrets:
                  inline:
                    word: INLINE
                    nested: {type: postgres, password: NESTED, list: [LISTED, {deep: DEEP}]}
                  environment:
                    own: {type: env, key: OWN_SECRET}
                  vault:
                    password: {type: vault, path: shop/db, key: password}
                  group: {type: vault, path: shop/all}
                """.replace("URL", server.url())
                        .replace("INLINE", Json.of(markers.of("inline")).compact())
                        .replace("NESTED", Json.of(markers.of("nested")).compact())
                        .replace("LISTED", Json.of(markers.of("listed")).compact())
                        .replace("DEEP", Json.of(markers.of("deep")).compact())
                + method;
    }

    void vault(String path, String answer, String marker) {
        Json.Obj held = Json.object("password", markers.of(marker), marker + "Word", markers.plain(marker + "Plain"));
        server.page(path, "application/json", answer.formatted(held.compact()));
    }

    List<String> files() throws IOException {
        shakeout.write(
                "vars.yaml",
                "secrets: {file: {token: %s}}\n"
                        .formatted(Json.of(markers.of("file")).compact()));
        shakeout.write("more.env", "FROM_DOT_ENV=" + markers.of("dotEnv") + "\n");
        shakeout.write("vars2.yaml", "secrets: {dotEnv: {dot: {type: env, key: FROM_DOT_ENV}}}\n");
        return List.of("--var-file", "more.env", "--var-file", "vars.yaml", "--var-file", "vars2.yaml");
    }

    Ended run(List<String> before, String command, String file, List<String> options) throws IOException {
        return start(before, command, file, options).end();
    }

    Running start(List<String> before, String command, String file, List<String> options) throws IOException {
        var words = new ArrayList<>(before);
        words.addAll(List.of(command, file));
        words.addAll(options);
        var variables = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        return shakeout.startBehind(variables, words.toArray(String[]::new));
    }

    void nothingIsSeen(Set<Path> given) {
        markers.assertThatTheyAreSeen();
        assertThat(markers.inFiles(work, given)).isEmpty();
    }

    Set<Path> everythingSoFar() throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }

    String journal() throws IOException {
        return Files.readString(work.resolve("journal.json"));
    }
}
