package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentPropertyTest {
    private static final String PIECES = "{}[]:,\"'#&*-?|>!%@`\\ \n\t$é0\0~";

    /** Patterns and places are not equal by value; their text is. */
    private static String described(Experiment experiment) {
        return experiment.toString().replaceAll("Position\\[[^]]*]", "").replaceAll("position=[^,\\]]*", "");
    }

    @Test
    void any_valid_experiment_survives_being_written_and_read_again() {
        for (long seed = 1; seed <= 400; seed++) {
            var source = new RandomExperiment(new Random(seed)).next();
            var first = read("x.json", source.text());
            var again = read("x.json", JsonWriter.write(first.source()));
            assertThat(first.source()).as("seed %d", seed).isEqualTo(source);
            assertThat(described(again)).as("seed %d", seed).isEqualTo(described(first));
            assertThat(described(read("x.yaml", JsonWriter.write(source))))
                    .as("seed %d, the same text as YAML", seed)
                    .isEqualTo(described(first));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow-execution.yaml", "chaostoolkit.json"})
    void a_damaged_file_is_read_or_refused_in_plain_words_and_nothing_else_happens(String file) throws IOException {
        String whole;
        try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/" + file))) {
            whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (long seed = 1; seed <= 3000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder(whole);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + random.nextInt(3));
                text.replace(at, end, "" + PIECES.charAt(random.nextInt(PIECES.length())));
            }
            if (random.nextInt(10) == 0) {
                text.setLength(random.nextInt(text.length()));
            }
            try {
                read(file, text.toString());
            } catch (InvalidInput e) {
                assertThat(e.problems()).as("seed %d", seed).isNotEmpty().allSatisfy(problem -> {
                    assertThat(problem.position()).isPresent();
                    assertThat(problem.message())
                            .doesNotContain("Source", "Feature", "jackson", "null", "(code ", "StringReader", "<");
                });
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static Experiment read(String file, String text) {
        return ExperimentReader.read(file, text, Inputs.none(), TestVocabulary.ALL);
    }
}
