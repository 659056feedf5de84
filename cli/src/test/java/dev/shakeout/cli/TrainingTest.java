package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that was trained with files that are refused would only be slower, and nobody would know. */
class TrainingTest {
    @Test
    void filesOfOtherToolsAreValidInEveryDialect(@TempDir Path folder) throws IOException {
        var shakeout = new Shakeout(folder);
        try (var file = Training.class.getResourceAsStream("training/other-tools.yaml")) {
            shakeout.write(
                    "others.yaml", new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
        }

        Ended ended = shakeout.run("validate", "others.yaml");
        assertThat(ended.status()).as(ended.toString()).isZero();
        for (String of : List.of("(kill)", "(drill)", "(engine)", "(CPU)", "(cut off)")) {
            assertThat(ended.out()).contains(of + " is valid");
        }
    }
}
