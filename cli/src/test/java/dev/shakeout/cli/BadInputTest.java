package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with the input is told with its place, before anything is touched. */
class BadInputTest {
    private Shakeout shakeout;
    private Victim victim;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        victim = Victim.sleeping(work);
        shakeout.write("fine.yaml", pausing(victim.name()));
    }

    @AfterEach
    void end() {
        victim.close();
    }

    @Test
    void everyMistakeOfAFileIsToldWithItsPlaceWhatIsAllowedAndTheNearestName() throws IOException {
        shakeout.write("many.yaml", """
                title: many mistakes
                description: each on a line of its own
                steady-state-hypothesis:
                  title: t
                  probes:
                    - type: probe
                      name: unknown probe
                      provider: {type: htttp, url: "http://127.0.0.1:1/"}
                      tolerance: 200
                    - type: probe
                      name: unknown key
                      provider: {type: http, url: "http://127.0.0.1:1/", timout: 3}
                      tolerance: 200
                method:
                  - type: action
                    name: unknown fault
                    provider: {type: fault, fault: process/paus, target: {kind: process, name: NAME}}
                  - type: action
                    name: unknown argument
                    provider: {type: fault, fault: cpu/load, target: {kind: host}, arguments: {laod: 50%}}
                  - type: action
                    name: no unit
                    provider: {type: fault, fault: process/pause, target: {kind: process, name: NAME}, duration: 5}
                  - type: action
                    name: no unit
                    provider: {type: fault, fault: process/pause, target: {kind: process, nmae: NAME}}
                  - 17
                safety:
                  blast-radius: {max-targets: many}
                """.replace("NAME", victim.name()));

        Ended ended = shakeout.run("run", "many.yaml");

        assertThat(ended.err())
                .contains(
                        "many.yaml:8:24: ",
                        "'htttp'; did you mean 'http'?",
                        "It must be one of autoscaler, certificates, chaos-mesh,")
                .contains("many.yaml:12:58: ", "'timout'", "did you mean 'timeout'?")
                .contains(
                        "many.yaml:17:36: ",
                        "'process/paus'; did you mean 'process/pause'?",
                        "one of process/exhaustion,")
                .containsPattern("many.yaml:20:\\d+: .*'laod'.*did you mean 'load'\\?")
                .containsPattern("many.yaml:23:\\d+: duration: 5 has no unit; must be a duration such as 400ms")
                .containsPattern("many.yaml:25:11: the name 'no unit' is taken by the activity at many.yaml:22:11")
                .containsPattern("many.yaml:26:\\d+: .*'nmae'.*did you mean 'name'\\?")
                .contains("many.yaml:27:5: an activity must be an object; found a number (17)")
                .containsPattern("many.yaml:29:31: max-targets: many is not a whole number");
        refusedAndNothingTouched(ended);
    }

    @Test
    void malformedYamlIsToldWithItsPlace() throws IOException {
        shakeout.write("broken.yaml", """
                title: x
                method: [
                  - a: b
                """);

        Ended ended = shakeout.run("run", "broken.yaml");

        assertThat(ended.err()).startsWith("broken.yaml:3:3: not valid YAML: ").doesNotContain("\tat ");
        refusedAndNothingTouched(ended);
    }

    @Test
    void aTargetThatDoesNotExistIsToldWithItsPlace() throws IOException {
        shakeout.write("absent.yaml", pausing("nothing-has-this-name"));

        Ended ended = shakeout.run("run", "absent.yaml");

        assertThat(ended.err())
                .isEqualTo("absent.yaml:4:5: 'pause it': no process matches name nothing-has-this-name\n");
        refusedAndNothingTouched(ended);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            rnu fine.yaml                      | unknown command 'rnu'; did you mean 'run'?
            run fine.yaml --drry actions       | unknown option '--drry'; did you mean '--dry'?
            run fine.yaml --dry action         | --dry action: must be one of nothing, probes, actions, activities, pause; did you mean 'actions'?
            run fine.yaml --seed x             | '--seed': 'x' is not a long
            run fine.yaml --hypothesis-frequency -1 | --hypothesis-frequency -1.0: must be a number of seconds above 0
            run fine.yaml --var nonsense       | --var 'nonsense' must have the form name=value
            run fine.yaml other.yaml           | 'other.yaml' is one argument too many
            run                                | Missing required parameter: 'SOURCE'
            run none.yaml                      | none.yaml: no such file
            run home                           | home: no file in this folder ends in .yaml, .yml, .json
            run fine.yaml --report r.pdf       | r.pdf: a report ends in .html, .md or .xml
            run fine.yaml --report fine.yaml/r.md  | fine.yaml/r.md: cannot be written:
            run fine.yaml --journal-path fine.yaml/j.json | fine.yaml/j.json: cannot be written:
            run fine.yaml --journal-path home  | home: cannot be written: it is a folder
            report none.json r.html            | none.json: no such file
            report                             | requires at least 2 values
            faults cpu/laod                    | did you mean 'cpu/load'?
            proxy --name a --listen 1 --upstream 127.0.0.1:1 | '1' is not HOST:PORT
            """)
    void whatIsWrongOnTheCommandLineIsToldInOneLine(String line, String said) throws IOException {
        Files.createDirectories(shakeout.home());

        Ended ended = shakeout.run(line.split(" "));

        assertThat(ended.err()).contains(said).doesNotContain("\tat ");
        refusedAndNothingTouched(ended);
    }

    @Test
    void aServiceThatIsNotThereIsNamedAndNothingIsBroken() throws IOException {
        shakeout.write("unreachable.yaml", """
                title: the API is not there
                description: nothing listens on port 1
                steady-state-hypothesis:
                  title: it answers
                  probes:
                    - {type: probe, name: answers, tolerance: 204, provider: {type: http, url: "http://127.0.0.1:1/api"}}
                """ + method(victim.name()));

        Ended ended = shakeout.run("run", "unreachable.yaml");

        assertThat(ended.status()).as(ended.err()).isEqualTo(4);
        assertThat(ended.out()).contains("http://127.0.0.1:1/api: Connection refused", "not-ready");
        assertThat(shakeout.openRuns()).isEmpty();
        assertThat(victim.untouched()).isTrue();
    }

    @Test
    void aProxyOnAPortInUseSaysSo() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String listen = "127.0.0.1:" + socket.getLocalPort();

            Ended ended = shakeout.run("proxy", "--name", "db", "--listen", listen, "--upstream", "127.0.0.1:1");

            assertThat(ended.err()).contains("cannot listen on " + listen + ": Address already in use");
            assertThat(ended.status()).isEqualTo(7);
        }
    }

    private void refusedAndNothingTouched(Ended ended) {
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(shakeout.work().resolve("journal.json")).doesNotExist();
        assertThat(shakeout.runs()).doesNotExist();
        assertThat(victim.untouched()).isTrue();
    }

    private static String pausing(String name) {
        return """
                title: pause
                description: a process for a second
                """ + method(name);
    }

    private static String method(String name) {
        return """
                method:
                  - type: action
                    name: pause it
                    provider: {type: fault, fault: process/pause, target: {kind: process, name: %s}, duration: 1s}
                """.formatted(name);
    }
}
