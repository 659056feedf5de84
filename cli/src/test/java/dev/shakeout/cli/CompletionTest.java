package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, in a real bash. */
class CompletionTest {
    @Test
    void bashOffersCommandsOptionsAndTheWordsOfOptions(@TempDir Path work) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
        var shakeout = new Shakeout(work);
        Ended ended = shakeout.run("completion");
        assertThat(ended.status()).isZero();
        Path script = shakeout.write("completion.sh", ended.out());

        assertThat(offered(script, "shakeout", "r"))
                .contains("run", "report", "recover")
                .doesNotContain("plan");
        assertThat(offered(script, "shakeout", "run", "--jo")).contains("--journal-path");
        assertThat(offered(script, "shakeout", "--log-fo")).contains("--log-format");
        assertThat(offered(script, "shakeout", "settings", "")).contains("show", "get", "set", "remove");
        assertThat(offered(script, "shakeout", "settings", "get", "--fo")).contains("--format");
        assertThat(offered(script, "shakeout", "demo", "--weak", "cir")).contains("circuit-breaker");
    }

    /** What bash would offer for the last of these words. */
    private static String[] offered(Path script, String... words) throws IOException, InterruptedException {
        String line = "source \"$1\"; COMP_WORDS=(\"${@:2}\"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                + "_complete_shakeout 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
        var command = new java.util.ArrayList<>(java.util.List.of("/bin/bash", "-c", line, "bash", script.toString()));
        command.addAll(java.util.List.of(words));
        Process bash = new ProcessBuilder(command).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return output.split("\\s+");
    }
}
