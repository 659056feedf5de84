package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A secret never leaves the command but by the user's own hand. A marker stands in every place that a secret can come from
 * and goes to every place that can take one, in activities that succeed, fail, take too long and crash; then all that is
 * left is searched: journal, log, reports, plan, what was written to the terminal, and what others were told.
 */
class SecretsTest {
    private final Markers markers = new Markers();
    private final Map<String, String> environment = new TreeMap<>();
    private Path work;
    private Shakeout shakeout;
    private EchoServer server;
    private String python;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(work);
        server = new EchoServer();
        python = OwnPython.in(work, shakeout);
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

    // ---- where secrets come from

    private String experiment(String method) {
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

    private void vault(String path, String answer, String marker) {
        Json.Obj held = Json.object("password", markers.of(marker), marker + "Word", markers.plain(marker + "Plain"));
        server.page(path, "application/json", answer.formatted(held.compact()));
    }

    private List<String> files() throws IOException {
        shakeout.write(
                "vars.yaml",
                "secrets: {file: {token: %s}}\n"
                        .formatted(Json.of(markers.of("file")).compact()));
        shakeout.write("more.env", "FROM_DOT_ENV=" + markers.of("dotEnv") + "\n");
        shakeout.write("vars2.yaml", "secrets: {dotEnv: {dot: {type: env, key: FROM_DOT_ENV}}}\n");
        return List.of("--var-file", "more.env", "--var-file", "vars.yaml", "--var-file", "vars2.yaml");
    }

    private static final String NAMES = "word nested own password vaultGroupWord token dot found";

    private static final String EVERY_USE = """
              - {type: probe, name: echo of @name@, provider: {type: process, path: echo, arguments: [@value@, @mixed@]}}
              - {type: probe, name: complain of @name@, tolerance: {type: regex, target: stdout, pattern: never}, provider: {type: process, path: sh, arguments: [-c, 'echo "$1" "$1" >&2; echo "$1"; exit 3', sh, @value@]}}
              - {type: probe, name: shell of @name@, provider: {type: process, path: echo, arguments: "'@one@"}}
              - {type: probe, name: late of @name@, provider: {type: process, path: sleep, timeout: 0.05, arguments: ["5", @value@]}}
              - {type: probe, name: killed of @name@, provider: {type: process, path: sh, arguments: [-c, 'echo "$1"; kill -9 $$', sh, @value@]}}
              - {type: probe, name: no program of @name@, provider: {type: process, path: "/nowhere/@one@", arguments: @value@}}
              - {type: probe, name: header of @name@, tolerance: 204, provider: {type: http, url: "URL/x", headers: {X-Key: @header@}}}
              - {type: probe, name: query of @name@, tolerance: {type: jsonpath, target: body, path: "$.a"}, provider: {type: http, url: "URL/status/500?q=@one@", arguments: {k: @value@}}}
              - {type: action, name: form of @name@, provider: {type: http, url: "URL/x", method: POST, arguments: {k: @value@, l: [@value@, @mixed@]}}}
              - {type: action, name: json of @name@, provider: {type: http, url: "URL/x", method: PUT, headers: {Content-Type: application/json}, arguments: {k: {deep: [@value@]}}}}
              - {type: probe, name: refused of @name@, provider: {type: http, url: "http://127.0.0.1:1/x?q=@one@"}}
              - {type: probe, name: slow of @name@, provider: {type: http, url: "URL/slow?q=@one@", timeout: 0.1}}
              - {type: probe, name: give of @name@, tolerance: {type: regex, pattern: "^@one@$"}, provider: {type: python, module: own, func: give, arguments: {value: @value@}, secrets: [inline, vault, environment]}}
              - {type: probe, name: fail of @name@, provider: {type: python, module: own, func: fail, arguments: {value: @value@}, secrets: [inline, group]}}
              - {type: probe, name: crash of @name@, provider: {type: python, module: own, func: crash, arguments: {value: @value@}}}
            """;
    private static final String HANG = """
              - {type: probe, name: hang, provider: {type: python, module: own, func: hang, timeout: 0.2, arguments: {value: "${word}"}}}
            """;

    /** Each way of an activity to end, with each secret in each place that takes one. */
    private String everyUse() {
        var method = new StringBuilder("method:\n");
        for (String name : NAMES.split(" ")) {
            String one = "${" + name + "}";
            method.append(EVERY_USE
                    .replace("@value@", "\"" + one + "\"")
                    .replace("@mixed@", "\"a " + one + " b\"")
                    .replace("@header@", name.equals("nested") ? "\"${own}\"" : "\"" + one + "\"")
                    .replace("@one@", one)
                    .replace("@name@", name));
        }
        return method.append(HANG).toString().replace("URL", server.url());
    }

    // ---- what is left

    private Ended run(List<String> before, String command, String file, List<String> options) throws IOException {
        return start(before, command, file, options).end();
    }

    private Running start(List<String> before, String command, String file, List<String> options) throws IOException {
        var words = new ArrayList<>(before);
        words.addAll(List.of(command, file));
        words.addAll(options);
        var variables = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        return shakeout.startBehind(variables, words.toArray(String[]::new));
    }

    private void nothingIsSeen(Set<Path> given) {
        markers.assertThatTheyAreSeen();
        assertThat(markers.inFiles(work, given)).isEmpty();
    }

    private Set<Path> everythingSoFar() throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }

    private String journal() throws IOException {
        return Files.readString(work.resolve("journal.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "chaostoolkit"})
    void aRunLeavesNoSecretWhateverBecomesOfItsActivities(String rules) throws IOException {
        var options = new ArrayList<>(files());
        options.addAll(List.of("--python", python, "--no-validation", "--hypothesis-strategy", "after-method-only"));
        options.addAll(List.of("--report", "r.html", "--report", "r.md", "--report", "r.xml"));
        if (!rules.isEmpty()) {
            options.addAll(List.of("--compat", rules));
        }
        shakeout.write("every.yaml", experiment(everyUse() + hypothesis()));
        var given = everythingSoFar();

        Ended ended = run(List.of("--verbose", "--log-file", "run.log"), "run", "every.yaml", options);

        assertThat(ended.out()).as(ended.err()).contains("echo of word", "crash of found");
        assertThat(journal()).contains(" ••• b", "\"hang\"");
        assertThat(server.heard().toString()).as("they were used").contains(markers.plain("vaultGroupPlain"));
        for (String left : List.of("run.log", "r.html", "r.md", "r.xml")) {
            assertThat(work.resolve(left)).isNotEmptyFile();
        }
        nothingIsSeen(given);
    }

    private String hypothesis() {
        return """
                steady-state-hypothesis:
                  title: "${word} is met by ${found}"
                  probes:
                    - {type: probe, name: judged, tolerance: "${password}", provider: {type: python, module: own, func: give, arguments: {value: "${password}"}}}
                    - {type: probe, name: ranged, tolerance: {type: probe, name: by, provider: {type: python, module: own, func: fail, arguments: {value: "${own}"}}}, provider: {type: process, path: "true"}}
                """;
    }

    @Test
    void theLiveViewAndLinesOfJsonShowNone() throws IOException {
        shakeout.write("live.yaml", experiment(everyUse()));
        var options = new ArrayList<>(files());
        options.addAll(List.of("--python", python, "--no-validation"));
        var given = everythingSoFar();

        Ended live = run(List.of(), "run", "live.yaml", options);
        Ended json = run(List.of("--log-format", "json", "--log-file", "json.log"), "run", "live.yaml", options);

        assertThat(live.out()).as(live.err()).contains("give of word");
        assertThat(json.out()).as(json.err()).contains("give of word");
        nothingIsSeen(given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "chaostoolkit"})
    void controlsMayWriteThemAnywhereAndNobodySeesThem(String rules) throws IOException {
        shakeout.write("watched.yaml", experiment("""
                controls:
                  - {name: watching, provider: {type: python, module: watching, secrets: [inline, vault, file], arguments: {given: "${word}"}}}
                method:
                  - {type: action, name: act, provider: {type: process, path: echo, arguments: ["${token}"]}}
                  - {type: action, name: renamed, provider: {type: process, path: echo, arguments: ["${word}"]}}
                """));
        var options = new ArrayList<>(files());
        options.addAll(List.of("--python", python, "--report", "r.html"));
        if (!rules.isEmpty()) {
            options.addAll(List.of("--compat", rules));
        }
        var given = everythingSoFar();

        Ended ended = run(List.of("--log-file", "run.log"), "run", "watched.yaml", options);

        assertThat(journal()).as(ended.out() + ended.err()).contains("\"noted\": \"•••\"");
        nothingIsSeen(given);
    }

    @Test
    void aPlanShowsNone() throws IOException {
        shakeout.write("faults.yaml", experiment("""
                method:
                  - {type: action, name: pause, provider: {type: fault, fault: process/pause, target: {kind: process, name: "${word}"}, duration: 1s}}
                  - {type: action, name: by its line, provider: {type: fault, fault: process/pause, target: {kind: process, command-line: "${vaultGroupWord}"}, duration: 1s}}
                safety:
                  halt-when:
                    - {name: it says so, probe: {provider: {type: process, path: echo}}, tolerance: {type: regex, target: stdout, pattern: "${own}"}}
                """));
        shakeout.write("guarded.yaml", experiment("""
                method: []
                safety:
                  probes:
                    - {name: said, provider: {type: process, path: echo}}
                  halt-when:
                    - {name: it says so, when: "probes['said'].stdout == '${own}'"}
                """));
        var given = everythingSoFar();

        Ended none = run(List.of(), "plan", "faults.yaml", List.of());
        Ended some = run(List.of(), "plan", "guarded.yaml", List.of());

        assertThat(none.err()).contains("no process matches name •••", "command-line •••");
        assertThat(some.out()).as(some.err()).contains("with ${word}, ••• and •••", "•••");
        nothingIsSeen(given);
    }

    @Test
    void whatIsWrongWithAFileIsToldWithoutThem() throws IOException {
        shakeout.write("wrong.yaml", experiment("""
                method:
                  - {type: probe, name: a, provider: {type: http, url: "${word}", timeout: "x ${own}"}}
                  - {type: probe, name: b, provider: {type: "${password}", path: "${nested}"}}
                  - {type: probe, name: c, tolerance: {type: jsonpath, path: "${vaultGroupWord}"}, provider: {type: tcp, host: h, port: "${token}"}}
                  - {type: probe, name: d, tolerance: {type: regex, pattern: "(${dot}"}, provider: {type: load, url: "http://h/", rate: "${found}"}}
                """));
        var given = everythingSoFar();

        Ended ours = run(List.of("--log-file", "run.log"), "run", "wrong.yaml", files());
        Ended theirs = run(
                List.of(),
                "run",
                "wrong.yaml",
                Stream.concat(files().stream(), Stream.of("--compat", "chaostoolkit"))
                        .toList());

        assertThat(ours.err())
                .contains("timeout: 'x •••' is not", "url: '•••' is not", "port: ••• is not", "rate: '•••'");
        assertThat(ours.status()).isEqualTo(2);
        assertThat(theirs.err()).contains("•••");
        given = Stream.concat(
                        given.stream(),
                        Stream.of("vars.yaml", "more.env", "vars2.yaml").map(work::resolve))
                .collect(Collectors.toSet());
        nothingIsSeen(given);
    }

    @Test
    void aVaultThatRefusesAndAProbeThatFailsTellNone() throws IOException {
        server.page(
                "/v1/team/shop/db",
                "application/json",
                "{\"data\": {\"password\": %s}}"
                        .formatted(Json.of(markers.of("first")).compact()));
        environment.put("VAULT_TOKEN", markers.plain("vaultToken"));
        shakeout.write("vault.yaml", """
                title: t
                description: d
                configuration:
                  vault_addr: URL/
                  vault_token: {type: env, key: VAULT_TOKEN}
                  vault_kv_version: 1
                  vault_secrets_mount_point: team
                  failed: {type: probe, name: f, provider: {type: process, path: sh, arguments: [-c, 'echo "$1" >&2; exit 1', sh, "${password}"]}}
                  refused: {type: probe, name: g, provider: {type: http, url: "http://127.0.0.1:1/?${password}"}}
                  raised: {type: probe, name: h, provider: {type: python, module: own, func: fail, arguments: {value: "${password}"}}}
                secrets:
                  shop: {password: {type: vault, path: shop/db, key: password}}
                  gone: {type: vault, path: "${password}/nothing", key: none}
                method: []
                """.replace(
                        "URL", server.url().replace("http://", "http://user:" + markers.plain("vaultUser") + "@")));
        var given = everythingSoFar();

        Ended ended = run(List.of("--log-file", "run.log"), "run", "vault.yaml", List.of("--python", python));

        assertThat(ended.err())
                .contains(
                        "'failed' could not be read: the program ended with 1: •••",
                        "'refused' could not be read: GET http://127.0.0.1:1/?•••",
                        "'raised' could not be read: ValueError: no good: '•••'");
        assertThat(ended.status()).isEqualTo(2);
        nothingIsSeen(given);
    }

    @Test
    void whatTheSettingsHoldStaysThere() throws IOException {
        String token = markers.plain("authToken");
        shakeout.write("plugin.py", """
                def notify(settings, payload):
                    raise ValueError("cannot reach it with " + settings["api_token"])
                """);
        shakeout.write("settings.yaml", """
                auths:
                  127.0.0.1:PORT: {type: bearer, value: TOKEN}
                notifications:
                  - {type: http, url: "URL/hooks/HOOK", headers: {X-Token: HEADER, Authorization: "Bearer BEARER"}}
                  - {type: http, url: "URL/status/500?hook=HOOK"}
                  - {type: http, url: "http://127.0.0.1:1/HOOK"}
                  - {type: plugin, module: plugin, api_token: PLUGIN}
                """.replace("PORT", String.valueOf(server.port()))
                .replace("URL", server.url())
                .replace("TOKEN", token)
                .replace("HOOK", markers.plain("webHook"))
                .replace("HEADER", markers.plain("header"))
                .replace("BEARER", markers.plain("bearer"))
                .replace("PLUGIN", markers.plain("plugin")));
        String inline = markers.of("inlineOfAnother");
        server.page(
                "/fine.yaml",
                "application/x-yaml",
                "title: t\ndescription: d\nsecrets: {a: {b: %s}}\nmethod: []\n"
                        .formatted(Json.of(inline).compact()));
        var given = everythingSoFar();
        var before = List.of("--verbose", "--log-file", "run.log", "--settings", "settings.yaml");

        Ended fine = run(
                before, "run", server.url() + "/fine.yaml?key=" + markers.plain("key"), List.of("--python", python));
        Ended refused = run(before, "run", server.url() + "/status/403", List.of("--python", python));

        assertThat(fine.status()).as(fine.out() + fine.err()).isZero();
        assertThat(refused.err()).contains("the server answered 403", "•••");
        assertThat(Files.readString(work.resolve("run.log"))).contains("notification run-completed failed");
        assertThat(server.heard()).anyMatch(request -> request.contains(token));
        assertThat(server.heard().stream()
                        .filter(request -> request.contains("run-started"))
                        .toList())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).doesNotContain(inline.substring(0, 9)));
        nothingIsSeen(given);
    }

    @Test
    void noneIsOnTheCommandLineOfAnythingThatWasStarted() throws IOException {
        shakeout.write("going.yaml", experiment("""
                steady-state-hypothesis:
                  title: it is asked
                  probes:
                    - {type: probe, name: asked, tolerance: {type: slo, error-rate: 100%, min-samples: 1}, provider: {type: load, url: "URL/load?q=${word}", rate: 5/s, headers: {X-Key: "${vaultGroupWord}"}}}
                controls:
                  - {name: watching, provider: {type: python, module: watching, secrets: [inline, vault, file]}}
                method:
                  - {type: action, name: burn, background: true, provider: {type: fault, fault: cpu/load, target: {kind: host}, arguments: {load: 1%, cores: 1}, duration: 60s}}
                  - {type: probe, name: hang, provider: {type: python, module: own, func: hang, arguments: {value: "${own}"}, secrets: [inline, vault, environment], timeout: 60}}
                """.replace("URL", server.url())));
        var options = new ArrayList<>(files());
        options.addAll(List.of("--python", python));
        var given = everythingSoFar();

        Running running = start(List.of(), "run", "going.yaml", options);
        try {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(Files.readString(running.err()))
                            .as(running.saidSoFar())
                            .contains("hanging with"));
            List<ProcessHandle> started = Stream.concat(
                            Stream.of(running.process().toHandle()),
                            running.process().descendants())
                    .toList();
            assertThat(started)
                    .as("the command, Python, the sentinel, the stressor")
                    .hasSizeGreaterThan(3);
            for (ProcessHandle process : started) {
                assertThat(markers.in("the command line of " + process.pid(), commandLine(process)))
                        .isEmpty();
            }
        } finally {
            running.process().destroy();
            running.end();
        }
        assertThat(journal()).contains("aborted");
        nothingIsSeen(given);
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), "cmdline")),
                    StandardCharsets.UTF_8);
        } catch (IOException _) {
            return ""; // it has ended
        }
    }
}
