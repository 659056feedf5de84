package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is not started with. */
class OperatorCommandTest {
    @TempDir
    Path folder;

    @Test
    void aLeaseOrANumberOfRunsOutOfRangeIsRefused() {
        assertRefused("--lease 2: must be from 3 to 300", "--lease", "2");
        assertRefused("--lease 301: must be from 3 to 300", "--lease", "301");
        assertRefused("--at-once 0: must be from 1 to 50", "--at-once", "0");
        assertRefused("--at-once 51: must be from 1 to 50", "--at-once", "51");
    }

    @Test
    void aPolicyThatNoRunCouldKeepToIsToldBeforehand() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "everywhere: {fault: {}}\n");

        assertRefused(
                "there.yaml: no such file",
                "--policy",
                folder.resolve("there.yaml").toString());
        assertRefused("bad.yaml:1:14", "--policy", bad.toString());
    }

    @Test
    void withoutAClusterThereIsNothingToDo() throws IOException {
        Ended ended = new Shakeout(folder).run("operator");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("no cluster is known: there is no kubeconfig");
    }

    private void assertRefused(String words, String... options) {
        var command = new String[options.length + 1];
        command[0] = "operator";
        System.arraycopy(options, 0, command, 1, options.length);

        Ended ended = InProcess.at(folder).run(command);

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains(words);
    }
}
