package dev.shakeout.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Stars and question marks, and nothing else, are special. */
class GlobTest {
    @Test
    void aStarStandsForAnythingAndAQuestionMarkForOne() {
        assertThat(new Glob("network/*").matches("network/delay")).isTrue();
        assertThat(new Glob("network/*").matches("network/")).isTrue();
        assertThat(new Glob("network/*").matches("network")).isFalse();
        assertThat(new Glob("*/kill").matches("process/kill")).isTrue();
        assertThat(new Glob("*").matches("")).isTrue();
        assertThat(new Glob("?").matches("")).isFalse();
        assertThat(new Glob("fks_?ata").matches("fks_data")).isTrue();
        assertThat(new Glob("a.c").matches("abc")).as("a point is a point").isFalse();
        assertThat(new Glob("a*b*c").matches("a-b-b-c")).isTrue();
        assertThat(new Glob("a*b*c").matches("a-b-b-cd")).isFalse();
    }

    @Test
    void agreesWithTheRegularExpressionThatSaysTheSame() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab*?.");
            String text = text(random, "ab.");
            String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            assertThat(new Glob(pattern).matches(text))
                    .as("seed %d: '%s' on '%s'", seed, pattern, text)
                    .isEqualTo(text.matches(regex));
        }
    }

    @Test
    void aHostilePatternIsStillFast() {
        assertThat(new Glob("*a".repeat(200) + "b").matches("a".repeat(5_000))).isFalse();
    }

    private static String text(Random random, String letters) {
        var text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
