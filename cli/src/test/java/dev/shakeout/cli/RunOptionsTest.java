package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'run' takes from the command line, from files of variables and from the settings, as Chaos Toolkit does. */
class RunOptionsTest {
    private Shakeout shakeout;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        shakeout.write("says.json", """
                {"title": "says", "description": "says what it was given",
                 "configuration": {"a": "own", "b": {"type": "env", "key": "NOT_SET_ANYWHERE", "default": "b"}},
                 "secrets": {"group": {"word": "inline"}},
                 "method": [
                   {"type": "probe", "name": "given",
                    "provider": {"type": "process", "path": "echo", "arguments": ["${a}", "${b}", "${c}", "${word}"]}},
                   {"type": "probe", "name": "inherited",
                    "provider": {"type": "process", "path": "sh", "arguments": ["-c", "echo $FROM_A_FILE"]}},
                   {"type": "probe", "name": "spelt, as a secret is not shown",
                    "provider": {"type": "process", "path": "sh", "arguments": ["-c", "echo $0 | sed 's/./& /g'", "${word}"]}}]}
                """);
    }

    @Test
    void aVariableWinsOverAFileAndAFileOverTheExperiment() throws IOException {
        shakeout.write("vars.yaml", "configuration: {a: file, b: file}\nsecrets: {group: {word: other}}\n");

        shakeout.run("run", "says.json", "--var-file", "vars.yaml", "--var", "a:int=7", "--var", "c=new");

        assertThat(said()).isEqualTo("7 file new •••");
        assertThat(output(2)).isEqualTo("o t h e r");
    }

    @Test
    void byChaosToolkitsRulesOnlyWhatTheExperimentDeclaresIsGivenToIt() throws IOException {
        shakeout.run("run", "says.json", "--compat", "chaostoolkit", "--var", "a=x", "--var", "c=new");

        assertThat(said()).isEqualTo("x b ${c} •••");
        assertThat(output(2)).isEqualTo("i n l i n e");
    }

    @Test
    void aDefinitionInAFileMayNameWhatAFileOfTheEnvironmentSets() throws IOException {
        shakeout.write("vars.json", "{\"configuration\": {\"a\": {\"type\": \"env\", \"key\": \"FROM_A_FILE\"}}}");
        shakeout.write("later.env", "# comment\nFROM_A_FILE=set\n");

        shakeout.run(
                "run",
                "says.json",
                "--var-file",
                "vars.json",
                "--var-file",
                "later.env",
                "--var",
                "b:json={\"type\": \"env\", \"key\": \"FROM_A_FILE\"}");

        assertThat(said()).isEqualTo("set set ${c} •••");
        assertThat(output(1)).as("a process finds it too").isEqualTo("set");
    }

    @Test
    void aFileOfVariablesThatIsNoYamlIsRefusedOrByChaosToolkitsRulesPassedOver() throws IOException {
        shakeout.write("broken.yaml", "configuration: {a: [");

        Ended ours = shakeout.run("run", "says.json", "--var-file", "broken.yaml");
        Ended theirs = shakeout.run("run", "says.json", "--var-file", "broken.yaml", "--compat", "chaostoolkit");

        assertThat(ours.status()).isEqualTo(2);
        assertThat(ours.err()).contains("broken.yaml:");
        assertThat(theirs.status()).as(theirs.toString()).isZero();
        assertThat(theirs.err()).contains("broken.yaml:");
    }

    @Test
    void aWrongExperimentEndsWithOneByChaosToolkitsRulesAndAWrongOptionWithTwo() throws IOException {
        shakeout.write("wrong.json", "{\"title\": \"t\"}");

        for (String command : List.of("run", "validate")) {
            assertThat(shakeout.run(command, "wrong.json").status()).isEqualTo(2);
            assertThat(shakeout.run(command, "wrong.json", "--compat", "chaostoolkit")
                            .status())
                    .isEqualTo(1);
            assertThat(shakeout.run(command, "no-such.json", "--compat", "chaostoolkit")
                            .status())
                    .isEqualTo(1);
            assertThat(shakeout.run(command, "says.json", "--compat", "chaostoolkit", "--var", "a")
                            .status())
                    .isEqualTo(2);
        }
    }

    @Test
    void noExitEndsWithZeroHoweverTheRunEnded() throws IOException {
        shakeout.write("misses.json", """
                {"title": "misses", "description": "its gate is missed",
                 "steady-state-hypothesis": {"title": "never", "probes": [{"type": "probe", "name": "never",
                   "tolerance": 1, "provider": {"type": "process", "path": "true"}}]},
                 "method": []}
                """);

        assertThat(shakeout.run("run", "misses.json").status()).isEqualTo(4);
        assertThat(shakeout.run("run", "--no-exit", "--no-validation", "misses.json")
                        .status())
                .isZero();
        assertThat(shakeout.run("run", "--no-exit", "no-such.json").status())
                .as("nothing ran")
                .isEqualTo(2);
    }

    @Test
    void strategiesOfTheSettingsGiveWayToTheExperimentAndBothToTheCommandLine() throws IOException {
        Files.createDirectories(shakeout.work().resolve(".chaostoolkit"));
        shakeout.write(".chaostoolkit/settings.yaml", "runtime: {rollbacks: {strategy: never}}\n");
        shakeout.write("plain.json", rollingBack(""));
        shakeout.write("own.json", rollingBack("\"runtime\": {\"hypothesis\": {\"strategy\": \"default\"}},"));

        assertThat(rollbacks("plain.json")).as("the settings").isZero();
        assertThat(rollbacks("own.json"))
                .as("an experiment that says something resets what it does not say")
                .isEqualTo(1);
        assertThat(rollbacks("plain.json", "--rollback-strategy", "always")).isEqualTo(1);
        assertThat(rollbacks("own.json", "--rollback-strategy", "never")).isZero();
    }

    @Test
    void brokenSettingsAreToldAndByChaosToolkitsRulesPassedOver() throws IOException {
        shakeout.write("settings.yaml", "runtime: [");

        Ended ours = shakeout.run("--settings", "settings.yaml", "run", "says.json");
        Ended theirs = shakeout.run("--settings", "settings.yaml", "run", "--compat", "chaostoolkit", "says.json");

        assertThat(ours.status()).isEqualTo(2);
        assertThat(ours.err()).contains("settings.yaml:", "not valid YAML");
        assertThat(theirs.status()).as(theirs.toString()).isZero();
        assertThat(theirs.err()).contains("settings.yaml:");
    }

    @Test
    void controlsForEveryExperimentAreNotPassedOver() throws IOException {
        shakeout.write("controls.yaml", "approval: {provider: {type: python, module: my.approval}}\n");
        shakeout.write("broken.yaml", "approval: {provider: {type: python}}\n");

        Ended ended = shakeout.run("run", "says.json", "--control-file", "controls.yaml");
        assertThat(ended.status()).as(ended.toString()).isZero(); // as there: it is told, and the run goes on
        assertThat(ended.err()).contains("Control module 'my.approval' could not be loaded");

        assertThat(shakeout.run("run", "says.json", "--control-file", "broken.yaml")
                        .err())
                .contains("broken.yaml:1:", "'module' is missing");
    }

    private static String rollingBack(String runtime) {
        return """
                {"title": "t", "description": "d", %s "method": [], "rollbacks": [
                  {"type": "action", "name": "back", "provider": {"type": "process", "path": "true"}}]}
                """.formatted(runtime);
    }

    private int rollbacks(String file, String... options) throws IOException {
        var command = new java.util.ArrayList<>(List.of("run", file));
        command.addAll(List.of(options));
        Ended ended = shakeout.run(command.toArray(String[]::new));
        assertThat(ended.status()).as(ended.toString()).isZero();
        return ((Json.Arr) journal().members().get("rollbacks")).items().size();
    }

    private String said() throws IOException {
        return output(0);
    }

    private String output(int index) throws IOException {
        var run = (Json.Obj) ((Json.Arr) journal().members().get("run")).items().get(index);
        return ((Json.Obj) run.members().get("output"))
                .members()
                .get("stdout")
                .text()
                .strip();
    }

    private Json.Obj journal() throws IOException {
        return (Json.Obj)
                JsonReader.read("journal", Files.readString(shakeout.work().resolve("journal.json")));
    }
}
