package dev.shakeout.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is too much to be an experiment is refused with the limit and the place, soon and without much memory. */
class LimitsTest {
    @Test
    void aFewLinesThatStandForBillionsOfValuesAreRefused() {
        var lists = new StringBuilder("a0: &a0 [x, x]\n");
        var objects = new StringBuilder("a0: &a0 {k: v}\n");
        for (int i = 1; i < 60; i++) {
            lists.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
            objects.append("a%d: &a%d {<<: [*a%d, *a%d], k%d: v}\n".formatted(i, i, i - 1, i - 1, i));
        }

        for (var bomb : List.of(lists, objects)) {
            assertThat(Mistakes.in("a.yaml", bomb.toString()))
                    .singleElement()
                    .asString()
                    .matches("1[0-9]:\\d+: more than 1000000 values, with every alias written out");
        }
    }

    @Test
    void anAliasOfWhatItStandsInIsRefused() {
        for (String text : List.of("a: &a [1, *a]", "a: &a {b: *a}", "&a [*a]")) {
            assertThat(Mistakes.in("a.yaml", text))
                    .singleElement()
                    .asString()
                    .matches("1:\\d+: the alias \\*a stands for nothing; no finished value above is marked &a");
        }
    }

    @Test
    void aTextOfMoreThanAMillionCharactersIsRefused() {
        String fits = "x".repeat(1_000_000);
        assertThat(TreeReader.read("a.json", "{\"a\": \"" + fits + "\"}").json())
                .isEqualTo(Json.object("a", fits));

        String long1 = "x".repeat(1_000_001);
        for (String file : List.of("a.json", "a.yaml")) {
            assertThat(Mistakes.in(file, "{\"a\": \"" + long1 + "\"}"))
                    .containsExactly("1:7: a text of more than 1000000 characters");
        }
        assertThat(Mistakes.in("a.json", "{\"" + long1 + "\": 1}"))
                .containsExactly("1:2: a text of more than 1000000 characters");
    }

    @Test
    void aFileOfMoreThan16MegabytesIsRefused() {
        String large = "#".repeat((16 << 20) + 1);

        for (String file : List.of("a.json", "a.yaml", "a")) {
            assertThat(Mistakes.in(file, large))
                    .containsExactly("1:1: the file is larger than 16 MB, which is the most that is read");
        }
        assertThat(Mistakes.in("a.yaml", "a: b\n" + "# a comment of some length\n".repeat(500_000)))
                .as("but one of 13 MB is not")
                .noneMatch(mistake -> mistake.contains("larger"));
    }

    @Test
    void aHundredThousandLevelsAreRefusedAndNotRunInto() {
        for (String open : List.of("[", "{\"a\":", "[{\"a\":")) {
            for (String file : List.of("a.json", "a.yaml")) {
                assertThat(Mistakes.in(file, open.repeat(100_000)))
                        .singleElement()
                        .asString()
                        .endsWith("nested deeper than 100 levels");
            }
        }
        assertThat(Mistakes.in("a.yaml", "- ".repeat(100_000))).containsExactly("1:201: nested deeper than 100 levels");
        assertThat(Mistakes.in("a.yaml", indented(2_000))).containsExactly("101:101: nested deeper than 100 levels");
    }

    private static String indented(int levels) {
        return IntStream.range(0, levels).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
    }

    @Test
    void anExpressionOrPathThatNobodyWouldWriteIsRefused() {
        String judged = """
                {"title": "t", "description": "d", "method": [{"type": "probe", "name": "n",
                "tolerance": {"type": "TYPE", "KEY": "TEXT"}, "provider": {"type": "tcp", "host": "h", "port": 1}}]}""";

        for (String text : List.of("(?:a|".repeat(150_000), "[a-z]{2}".repeat(100_000), "(".repeat(900_000))) {
            String regex = judged.replace("TYPE", "regex").replace("KEY", "pattern");
            assertThat(Mistakes.in("a.json", regex.replace("TEXT", text)))
                    .containsExactly("2:43: pattern: the regular expression is longer than 10000 characters; must be a"
                            + " regular expression");
        }
        for (String text : List.of("$" + ".a".repeat(400_000), "$[?(" + "(".repeat(900_000))) {
            String path = judged.replace("TYPE", "jsonpath").replace("KEY", "path");
            assertThat(Mistakes.in("a.json", path.replace("TEXT", text)))
                    .singleElement()
                    .asString()
                    .startsWith("2:43: path: the JSONPath is longer than 10000 characters");
        }
        for (String text : List.of("(?:a|".repeat(1_999), "(".repeat(9_999))) {
            String regex = judged.replace("TYPE", "regex").replace("KEY", "pattern");
            assertThat(Mistakes.in("a.json", regex.replace("TEXT", text))).hasSize(1);
        }
    }

    @Test
    void timeGrowsWithAFileAndNotWithItsSquareEvenWhereEveryNameIsWrong() {
        String probes = IntStream.range(0, 20_000)
                .mapToObj(i -> "{\"type\": \"probe\", \"name\": \"probe number " + i
                        + "\", \"provider\": {\"type\": \"tcp\", \"host\": \"h\", \"port\": \"${x" + i + "}\"}}")
                .collect(Collectors.joining(",\n"));
        String references = IntStream.range(0, 20_000)
                .mapToObj(i -> "{\"ref\": \"prob number " + i + "\"}")
                .collect(Collectors.joining(",\n"));

        assertTimeout(
                Duration.ofSeconds(20), // the square would take hours
                () -> assertThat(Mistakes.in(
                                "a.json",
                                "{\"title\": \"t\", \"description\": \"d\", \"method\": [" + references + ",\n" + probes
                                        + "]}"))
                        .hasSize(101));
    }

    @Test
    void everyKeyThatStandsTwiceIsToldUntilThereAreTooMany() {
        String json = IntStream.range(0, 50_000)
                .mapToObj(i -> "\"k" + i % 7 + "\": 1")
                .collect(Collectors.joining(",\n", "{\n", "}"));
        String yaml =
                IntStream.range(0, 50_000).mapToObj(i -> "k" + i % 7 + ": 1").collect(Collectors.joining("\n"));

        for (var mistakes : List.of(Mistakes.in("a.json", json), Mistakes.in("a.yaml", yaml))) {
            assertThat(mistakes).hasSize(101);
            assertThat(mistakes.getFirst()).contains("the key 'k0' is given twice; it was first given at a.");
            assertThat(mistakes.getLast()).endsWith("more than 100 mistakes; the rest of the file was not looked at");
        }
    }
}
