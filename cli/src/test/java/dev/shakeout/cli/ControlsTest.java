package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Controls are functions of the user's own Python. */
class ControlsTest {
    private Shakeout shakeout;
    private String python;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        python = OwnPython.in(work);
    }

    private static final String EXPERIMENT = """
            title: watched
            description: somebody looks on
            configuration: {word: old}
            secrets: {till: {token: marker-77ab}}
            controls:
              - {name: own, provider: {type: python, module: own, arguments: {given: "${word}"}}}
            method:
              - {type: action, name: act, provider: {type: process, path: echo, arguments: ["${word}"]}}
              - {type: action, name: again, provider: {type: process, path: echo, arguments: [once]}}
            """;

    private Ended run(String... more) throws IOException {
        shakeout.write("watched.yaml", EXPERIMENT);
        var arguments = new ArrayList<>(List.of("run", "watched.yaml", "--python", python));
        arguments.addAll(List.of(more));
        return shakeout.run(arguments.toArray(String[]::new));
    }

    @Test
    void whatTheyChangeIsCarriedOutAndRecorded() throws Exception {
        shakeout.write("own.py", """
                def before_experiment_control(context, configuration, given):
                    assert given == "old"
                    configuration["word"] = "new"

                def before_activity_control(context, given):
                    if context["name"] == "again":
                        context["provider"]["arguments"] = ["twice"]

                def after_activity_control(context, state, given):
                    state["note"] = state["output"]["stdout"].strip()

                def after_experiment_control(context, state, given):
                    state["note"] = len(state["run"])
                    state["shakeout"] = "gone"
                    state["status"] = "failed"
                """);

        Ended ended = run();

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero(); // a verdict is not theirs to change
        Json.Obj journal = journal();
        assertThat(runs(journal).stream().map(run -> text(run, "note"))).containsExactly("new", "twice");
        assertThat(text(journal, "note")).isEqualTo("2");
        assertThat(text(journal, "status")).isEqualTo("failed");
        assertThat(journal.get("shakeout")).get().isInstanceOf(Json.Obj.class);
        assertThat(Files.readString(shakeout.work().resolve("journal.json")))
                .contains("twice")
                .doesNotContain("marker-77ab");

        assertThat(run("--compat", "chaostoolkit").status()).isEqualTo(1);
    }

    @Test
    void oneThatRaisesChangesNothingAndTellsNoSecret() throws Exception {
        shakeout.write("own.py", """
                def before_activity_control(context, secrets, given):
                    context["provider"] = 3
                    raise ValueError("refused: " + secrets["till"]["token"])
                """.replace("    context[\"provider\"] = 3\n", ""));

        Ended ended = run();

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err())
                .contains("control 'own' failed before activity: ValueError: refused: •••")
                .doesNotContain("marker-77ab");
    }

    @Test
    void oneThatWantsTheEndInterruptsTheRun() throws Exception {
        shakeout.write("own.py", """
                class InterruptExecution(Exception):
                    pass

                def before_activity_control(context, given):
                    if context["name"] == "again":
                        raise InterruptExecution("not this one")
                """);

        Ended ended = run("--compat", "chaostoolkit");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(text(journal(), "status")).isEqualTo("interrupted");
        assertThat(runs(journal())).hasSize(1);
        assertThat(ended.out()).contains("not this one");
    }

    @Test
    void oneThatMakesAnActivityIntoNoneEndsTheRun() throws Exception {
        shakeout.write("own.py", """
                def before_activity_control(context, given):
                    context["provider"] = 3
                """);

        Ended ended = run();

        assertThat(ended.status()).as(ended.out() + ended.err()).isNotZero();
        assertThat(ended.out() + ended.err())
                .contains("has changed the experiment into none")
                .contains("provider");
    }

    @Test
    void aPythonThatDiesIsReplacedAndItsControlsAreToldAnew() throws Exception {
        shakeout.write("own.py", """
                import os

                def configure_control(experiment, given):
                    with open("trace", "a") as trace:
                        trace.write("configured\\n")

                def after_activity_control(context, state, given):
                    if context["name"] == "act":
                        os._exit(3)
                    state["note"] = "seen"
                """);

        Ended ended = run();

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        assertThat(text(runs(journal()).getLast(), "note")).isEqualTo("seen");
        assertThat(Files.readAllLines(shakeout.work().resolve("trace"))).containsExactly("configured", "configured");
    }

    @Test
    void thoseOfTheSettingsSeeTheFileFirst() throws Exception {
        shakeout.write("own.py", "");
        shakeout.write("all.py", """
                def after_loading_experiment_control(context, state):
                    state["title"] = "of " + context
                """);
        Files.createDirectories(shakeout.work().resolve(".chaostoolkit"));
        shakeout.write(".chaostoolkit/settings.yaml", "controls: {all: {provider: {type: python, module: all}}}\n");

        Ended ended = run("--compat", "chaostoolkit");

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("of watched.yaml");
    }

    @Test
    void oneThatHangsDoesNotKeepAFaultFromBeingTakenBack(@TempDir Path other) throws Exception {
        try (var victim = Victim.sleeping(other)) {
            shakeout.write("own.py", """
                    import time

                    def before_activity_control(context):
                        if context["name"] == "never":
                            open("hangs", "w").close()
                            time.sleep(60)
                    """);
            shakeout.write("frozen.yaml", """
                    title: frozen
                    description: a control hangs while a process stands still
                    controls: [{name: own, provider: {type: python, module: own}}]
                    method:
                      - type: action
                        name: freeze
                        background: true
                        provider: {type: fault, fault: process/pause, target: {kind: process, pid: PID}, duration: 60s}
                      - {type: action, name: never, provider: {type: process, path: touch, arguments: [never]}}
                    """.replace("PID", Long.toString(victim.pid())));
            Running run = shakeout.start("run", "frozen.yaml", "--python", python);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(shakeout.work().resolve("hangs")));
            assertThat(victim.stopped()).isTrue();

            run.process().destroy();

            await().atMost(Duration.ofSeconds(5)).until(() -> !victim.stopped());
            Ended ended = run.end();
            assertThat(ended.out()).as(ended.err()).contains("aborted");
            assertThat(shakeout.work().resolve("never")).doesNotExist();
            assertThat(victim.untouched()).isTrue();
        }
    }

    private Json.Obj journal() throws IOException {
        return (Json.Obj)
                JsonReader.read("journal.json", Files.readString(shakeout.work().resolve("journal.json")));
    }

    private static List<Json.Obj> runs(Json.Obj journal) {
        return ((Json.Arr) journal.get("run").orElseThrow())
                .items().stream().map(Json.Obj.class::cast).toList();
    }

    private static String text(Json.Obj object, String key) {
        return object.get(key).orElseThrow().text();
    }
}
