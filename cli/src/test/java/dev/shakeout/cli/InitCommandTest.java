package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New experiments, from answers that come through a pipe. */
class InitCommandTest {
    private static final String DISCOVERY = """
            {"activities": [
              {"type": "probe", "name": "count", "mod": "fakeext.probes", "doc": "Counts things.",
               "arguments": [{"name": "of", "type": "string"}, {"name": "least", "type": "integer", "default": 3},
                             {"name": "secrets", "type": "mapping"}]},
              {"type": "action", "name": "drop", "mod": "fakeext.actions", "doc": "Drops one.",
               "arguments": [{"name": "hard", "type": "boolean", "default": false}]}]}
            """;

    private Path folder;
    private InProcess shakeout;

    @BeforeEach
    void begin(@TempDir Path temporary) {
        folder = temporary;
        shakeout = InProcess.at(temporary);
    }

    @Test
    void withoutADiscoveryOurOwnFaultsAndProbesMakeAnExperimentThatIsValid() throws IOException {
        Path experiment = folder.resolve("new.yaml");
        Files.createFile(folder.resolve("experiment.schema.json"));

        Ended ended = init(
                experiment,
                "A slow link",
                "y",
                "It answers",
                number("http:", 0),
                "y",
                "200",
                "not an address",
                "http://localhost:8080/",
                "n",
                "y",
                "999",
                number("network/delay:", 1),
                "y",
                "link",
                "shop",
                "400",
                "400ms",
                "5s",
                "n",
                "n");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.err())
                .contains("Please pick up a valid activity", "'400' is not a duration")
                .doesNotContain("needs a change");
        assertThat(experiment)
                .content()
                .startsWith("# yaml-language-server: $schema=experiment.schema.json\n")
                .contains("title: A slow link", "fault: network/delay", "latency: 400ms");
        assertThat(shakeout.run("validate", experiment.toString()).out())
                .contains("is valid: 1 hypothesis probes, 1 activities in the method");
    }

    @Test
    void anActivityThatCouldNotRunIsAskedForAgain() {
        Path experiment = folder.resolve("new.json");

        Ended ended = init(
                experiment,
                "t",
                "y",
                "h",
                number("load:", 0),
                "y",
                "{type: slo}",
                "http://localhost/",
                "50/s",
                "{type: slo, p95: 1s}",
                "http://localhost/",
                "50/s",
                "n",
                "n",
                "n");

        assertThat(ended.err()).contains("the tolerance sets no limit");
        assertThat(shakeout.run("validate", experiment.toString()).status()).isZero();
    }

    @Test
    void whoeverAnswersNoMoreGetsNoFileUnlessAllThatIsLeftIsOptional() {
        Path experiment = folder.resolve("new.json");

        Ended early = init(experiment);
        assertThat(early.status()).isEqualTo(1);
        assertThat(early.err()).contains("Aborted!");
        assertThat(experiment).doesNotExist();

        assertThat(init(experiment, "only a title").status()).isZero();
        assertThat(shakeout.run("validate", experiment.toString()).status()).isZero();
    }

    @Test
    void aFileThatIsNoDiscoveryIsTold() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{}");

        Ended ended = shakeout.run("init", "--discovery-path", other.toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("no discovery", "shakeout discover PACKAGE");
    }

    @Test
    void theAnswersForChaosToolkitMakeTheSameExperimentHere() throws Exception {
        Files.writeString(folder.resolve("discovery.json"), DISCOVERY);
        List<String> answers = List.of(
                "My title",
                "y",
                "All is well",
                "1",
                "y",
                "up",
                "nodes",
                "",
                "n",
                "y",
                "2",
                "y",
                "yes",
                "y",
                "1",
                "y",
                "pods",
                "7",
                "n",
                "y",
                "1",
                "n",
                "n");

        Path ours = folder.resolve("ours.json");
        Ended ended = shakeout.typing(answers.toArray(String[]::new))
                .run(
                        "init",
                        "--discovery-path",
                        folder.resolve("discovery.json").toString(),
                        "--experiment-path",
                        ours.toString());
        assertThat(ended.status()).as(ended.toString()).isZero();
        var experiment = (Json.Obj) JsonReader.read("ours", Files.readString(ours));
        assertThat(experiment.get("rollbacks")).contains(Json.of(List.of()));
        assertThat(experiment.get("method").map(Json::text).orElse(""))
                .contains(
                        "\"func\":\"drop\",\"arguments\":{\"hard\":true}",
                        "\"arguments\":{\"of\":\"pods\",\"least\":7}");

        String chaos = System.getenv().getOrDefault("CHAOS", "");
        assumeTrue(!chaos.isEmpty(), "no Chaos Toolkit to compare with; set CHAOS to its command");
        var process = new ProcessBuilder(
                        chaos, "--no-version-check", "--no-log-file", "init", "--experiment-path", "theirs.json")
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(Files.writeString(folder.resolve("answers"), String.join("\n", answers) + "\n")
                        .toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        var theirs = (Json.Obj) JsonReader.read("theirs", Files.readString(folder.resolve("theirs.json")));
        assertThat(experiment.with("method", named(experiment)))
                .as("but for names that stand twice")
                .isEqualTo(theirs.with("method", named(theirs)));
    }

    /** The method with the names left out: that tool gives two activities the same one. */
    private static Json named(Json.Obj experiment) {
        return Json.of(((Json.Arr) experiment.members().get("method"))
                .items().stream()
                        .map(activity -> ((Json.Obj) activity).with("name", Json.Null.NULL))
                        .toList());
    }

    private Ended init(Path experiment, String... answers) {
        var typing = answers.length == 0 ? new InProcess(shakeout.environment(), "") : shakeout.typing(answers);
        return typing.run(
                "init",
                "--discovery-path",
                folder.resolve("no-discovery.json").toString(),
                "--experiment-path",
                experiment.toString());
    }

    /**
     * The number under which an activity stands.
     *
     * @param list the first list, that of probes, or the second, that of all
     */
    @Test
    void whatStartsAPodIsOfferedForTheMethodAndAsAnActionOnly() {
        assertThat(offered(0)).anyMatch(line -> line.contains(") http:")).noneMatch(line -> line.contains("pod-run"));
        assertThat(offered(1).filter(line -> line.contains("pod-run")))
                .singleElement()
                .asString()
                .contains("pod-run: as an action");
    }

    private Stream<String> offered(int list) {
        Ended shown = list == 0
                ? init(folder.resolve("x.json"), "t", "y", "h")
                : init(folder.resolve("x.json"), "t", "n", "y");
        return shown.out().lines().filter(line -> line.matches("\\d+\\) .*"));
    }

    private String number(String title, int list) {
        return offered(list)
                .filter(line -> line.matches("\\d+\\) " + title + ".*"))
                .findFirst()
                .orElseThrow()
                .replaceFirst("\\).*", "");
    }
}
