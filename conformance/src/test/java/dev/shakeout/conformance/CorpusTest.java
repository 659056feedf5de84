package dev.shakeout.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Runs each case of the corpus with Chaos Toolkit and with {@code shakeout --compat chaostoolkit}, and compares what came
 * of it. {@code -Drecord=true} writes the records anew, {@code -Dcases=REGEX} takes only some.
 */
@Execution(CONCURRENT)
class CorpusTest {
    private static final Records RECORDS = Records.standard();
    private static final boolean RECORD = Boolean.getBoolean("record");
    private static final Differences DIFFERENCES = Differences.meant();

    @BeforeAll
    static void sayWhatItIsHeldAgainst() {
        if (Reference.tool().isEmpty()) {
            System.err.println("CorpusTest: held against the records, as there is no tool: " + Reference.reason());
        }
    }

    static Stream<Case> cases() {
        String wanted = System.getProperty("cases", ".*");
        return Corpus.standard().cases().stream().filter(given -> given.name().matches(wanted));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void chaosToolkitDoesAsIsRecorded(Case given) {
        assumeTrue(Reference.tool().isPresent(), Reference.reason());
        Outcome outcome = Reference.live(given);
        assertSays(given, outcome, given.says());
        assertSays(given, outcome, given.names());
        var entry = new Records.Entry(Reference.tool().orElseThrow().version(), outcome.tree());
        if (RECORD) {
            RECORDS.write(given, entry);
        }
        Records.Entry recorded = RECORDS.read(given)
                .orElseThrow(() -> new AssertionError(given + " has no record; make it with -Drecord=true"));
        Judgement judgement = Judgement.of(given, recorded.tree(), outcome.tree());
        if (!judgement.agrees() && !recorded.tool().equals(entry.tool())) {
            abort("recorded from " + recorded.tool() + "; " + entry.tool() + " differs: " + judgement.told());
        }
        complain(judgement.complaint(Optional.empty()), "its record", outcome);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shakeoutDoesAsChaosToolkit(Case given) {
        assumeFalse(RECORD, "only Chaos Toolkit is recorded");
        assumeTrue(Shakeout.knowsCompat(), "this shakeout has no --compat yet");
        Optional<ChaosToolkit> tool = Reference.tool();
        assumeTrue(
                tool.isPresent() || !given.needsToolkit(),
                "its Python needs Chaos Toolkit's library: " + Reference.reason());
        JsonNode expected = tool.isPresent()
                ? Reference.live(given).tree()
                : RECORDS.read(given).orElseThrow().tree();
        Outcome actual = Trial.run(
                new Shakeout(
                        tool.map(ChaosToolkit::python).map(Object::toString).orElse("python3")),
                given);

        Optional<String> reason = DIFFERENCES.reason(given);
        complain(
                Judgement.of(given, expected, actual.tree()).complaint(reason),
                tool.map(ChaosToolkit::version).orElse("its record, as there is no tool: " + Reference.reason()),
                actual);
        if (reason.isEmpty()) {
            assertSays(given, actual, given.names());
        }
    }

    private static void assertSays(Case given, Outcome outcome, List<String> words) {
        for (String each : words) {
            assertThat(outcome.said()).as(given.name()).contains(each);
        }
    }

    private static void complain(Optional<String> complaint, String against, Outcome outcome) {
        complaint.ifPresent(told -> fail("against " + against + ": " + told + "\nit said: " + outcome.said()));
    }
}
