package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A secret never leaves the command but by the user's own hand. A marker stands in every place that a secret can come from
 * and goes to every place that can take one, in activities that succeed, fail, take too long and crash; then all that is
 * left is searched: journal, log, reports, plan, what was written to the terminal, and what others were told.
 */
class SecretsTest extends SecretsEverywhere {
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
