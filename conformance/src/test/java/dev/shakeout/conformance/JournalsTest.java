package dev.shakeout.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JournalsTest {
    private static final String JOURNAL = """
            {"chaoslib-version": "1.44.0", "platform": "Linux-6", "node": "a-host", "start": "2026-01-02T03:04:05.678901+00:00",
             "end": "2026-01-02T03:04:06+00:00", "duration": 1.25, "status": "completed", "deviated": false,
             "experiment": {"start": "2026-01-02T03:04:05+00:00", "configuration": {"node": "other"}},
             "steady_states": {"before": {"probes": [%1$s], "steady_state_met": true}, "after": null,
                               "during": [{"probes": [%1$s], "steady_state_met": true}]},
             "run": [%1$s], "rollbacks": [%1$s]}
            """.formatted("""
                    {"activity": {"name": "a"}, "output": 1, "status": "succeeded", "start": "2026-01-02T03:04:05+00:00",
                     "end": "2026-01-02T03:04:05.5+00:00", "duration": 0.5}
                    """);

    private static JsonNode normalised(String json) {
        return Journals.normalised(Trees.json(json));
    }

    private static List<String> paths(String expected, String actual) {
        return Journals.differences(normalised(expected), normalised(actual)).stream()
                .map(Difference::path)
                .toList();
    }

    private static String with(String old, String replacement) {
        assertThat(JOURNAL).contains(old);
        return JOURNAL.replace(old, replacement);
    }

    @Test
    void aJournalIsLikeItself() {
        assertThat(paths(JOURNAL, JOURNAL)).isEmpty();
    }

    @Test
    void timesHostAndVersionDoNotCount() {
        String other = JOURNAL.replace("03:04:05", "13:14:15")
                .replace("+00:00\"", "Z\"")
                .replace("0.5}", "12}")
                .replace("1.44.0", "9")
                .replace("a-host", "b-host")
                .replace("Linux-6", "Darwin");

        assertThat(paths(JOURNAL, other)).containsExactly("experiment.start");
    }

    @Test
    void aTimeThatIsMissingNullOrNoTimeCounts() {
        assertThat(paths(JOURNAL, with("\"end\": \"2026-01-02T03:04:06+00:00\", ", "")))
                .containsExactly("end");
        assertThat(paths(JOURNAL, with("\"end\": \"2026-01-02T03:04:06+00:00\"", "\"end\": null")))
                .containsExactly("end");
        assertThat(paths(JOURNAL, with("\"2026-01-02T03:04:06+00:00\"", "\"yesterday\"")))
                .containsExactly("end");
        assertThat(paths(JOURNAL, with("\"duration\": 1.25", "\"duration\": -1")))
                .containsExactly("duration");
        assertThat(paths(JOURNAL, with("\"duration\": 0.5", "\"duration\": \"0.5\"")))
                .hasSize(4);
        assertThat(paths(JOURNAL, with("\"node\": \"a-host\", ", ""))).containsExactly("node");
    }

    @Test
    void membersThatOnlyShakeoutHasDoNotCountWhereItMayAddThem() {
        String more = JOURNAL.replace("\"status\":", "\"shakeout\": {\"verdict\": \"passed\"}, \"status\":")
                .replace("\"steady_state_met\":", "\"shakeout\": 1, \"steady_state_met\":");

        assertThat(paths(JOURNAL, more)).isEmpty();
        assertThat(paths(JOURNAL, with("\"output\": 1", "\"output\": {\"shakeout\": 1}")))
                .hasSize(4);
        assertThat(paths(JOURNAL, with("\"deviated\": false", "\"deviated\": false, \"verdict\": \"passed\"")))
                .containsExactly("verdict");
    }

    @Test
    void ofAnExceptionTheLastLineCounts() {
        String run = "{\"run\": [{\"exception\": [%s]}]}";
        String long_ = run.formatted("\"Traceback\\n\", \"  at a\\n\", \"chaoslib.ActivityFailed: no\\nway\\n\"");

        assertThat(paths(long_, run.formatted("\"way\""))).isEmpty();
        assertThat(paths(long_, run.formatted("\"other\""))).containsExactly("run[0].exception[0]");
        assertThat(paths(long_, "{\"run\": [{}]}")).containsExactly("run[0].exception");
        assertThat(paths(long_, "{\"run\": [{\"exception\": \"way\"}]}")).containsExactly("run[0].exception");
    }

    @Test
    void whatTheHttpLibraryAddsDoesNotCount() {
        String run = "{\"run\": [{\"exception\": [\"E: failed to connect to http://h:1/x: %s\"]}]}";

        assertThat(paths(run.formatted("HTTPConnectionPool(host='h')"), run.formatted("Connection refused")))
                .isEmpty();
        assertThat(paths(run.formatted("refused"), run.formatted("refused").replace("/x", "/y")))
                .hasSize(1);
    }

    @Test
    void theOrderOfRunsCountsAndThatOfMembersDoesNot() {
        assertThat(paths(
                        "{\"run\": [{\"output\": 1}, {\"output\": 2}]}",
                        "{\"run\": [{\"output\": 2}, {\"output\": 1}]}"))
                .containsExactly("run[0].output", "run[1].output");
        assertThat(paths("{\"a\": 1, \"b\": 2}", "{\"b\": 2, \"a\": 1}")).isEmpty();
    }

    @Test
    void aRunTooManyAndOneTooFewAreTold() {
        assertThat(Journals.differences(Trees.json("[1, 2]"), Trees.json("[1]")))
                .containsExactly(new Difference("[1]", "2", Difference.NOTHING));
        assertThat(Journals.differences(Trees.json("[1]"), Trees.json("[1, 2]")))
                .containsExactly(new Difference("[1]", Difference.NOTHING, "2"));
    }

    @Test
    void nullIsNotMissing() {
        assertThat(Journals.differences(Trees.json("{\"a\": null}"), Trees.json("{}")))
                .containsExactly(new Difference("a", "null", Difference.NOTHING));
    }

    @Test
    void aWholeNumberIsNoFractionButItsDigitsMayBeWrittenAsOneLikes() {
        assertThat(Journals.differences(Trees.json("[1, 1e-7, 1.50]"), Trees.json("[1, 0.0000001, 1.5]")))
                .isEmpty();
        assertThat(Journals.differences(Trees.json("[1]"), Trees.json("[1.0]"))).hasSize(1);
        assertThat(Journals.differences(Trees.json("[1, \"1\"]"), Trees.json("[\"1\", 1]")))
                .hasSize(2);
    }

    @Test
    void whatJsonDoesNotHaveIsNoText() {
        assertThat(paths("{\"a\": [NaN, -Infinity]}", "{\"a\": [NaN, -Infinity]}"))
                .isEmpty();
        assertThat(paths("{\"a\": [NaN, Infinity]}", "{\"a\": [\"NaN\", -Infinity]}"))
                .containsExactly("a[0]", "a[1]");
    }

    @Test
    void aDifferenceIsToldOnThreeLines() {
        assertThat(new Difference("journal.run[0].status", "\"failed\"", "\"succeeded\"").toString())
                .isEqualToNormalizingNewlines("""
                        journal.run[0].status
                            expected "failed"
                            but was  "succeeded\"""");
        assertThat(new Difference("p", "x".repeat(10_000), "y").toString()).hasSizeLessThan(500);
    }
}
