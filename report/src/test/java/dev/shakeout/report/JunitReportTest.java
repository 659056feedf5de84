package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Journal;
import java.io.StringReader;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class JunitReportTest {
    static Stream<Journal> everyRun() {
        return Runs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("everyRun")
    void isValid(Journal journal) throws Exception {
        validate(JunitReport.of(journal));
    }

    @Test
    void severalRunsMakeOneValidReport() throws Exception {
        String xml = JunitReport.of(Runs.all().stream().map(Entry::of).toList());
        validate(xml);
        assertThat(Xml.all(Xml.parse(xml), "testsuite")).hasSize(Runs.all().size());
    }

    @ParameterizedTest
    @MethodSource("everyRun")
    void countsWhatItHolds(Journal journal) {
        var page = Xml.parse(JunitReport.of(journal));
        var suite = Xml.all(page, "testsuite").getFirst();
        assertThat(suite.getAttribute("tests"))
                .isEqualTo("" + Xml.all(page, "testcase").size());
        assertThat(suite.getAttribute("failures"))
                .isEqualTo("" + Xml.all(page, "failure").size());
        assertThat(suite.getAttribute("errors"))
                .isEqualTo("" + Xml.all(page, "error").size());
        assertThat(suite.getAttribute("skipped"))
                .isEqualTo("" + Xml.all(page, "skipped").size());
    }

    @ParameterizedTest
    @MethodSource("everyRun")
    void theVerdictDecidesWhetherThePipelineFails(Journal journal) {
        var page = Xml.parse(JunitReport.of(journal));
        boolean broken =
                !Xml.all(page, "failure").isEmpty() || !Xml.all(page, "error").isEmpty();
        boolean expected = switch (journal.verdict()) {
            case PASSED, NOT_READY, REFUSED, INCONCLUSIVE -> false;
            case DEVIATED, HALTED, FAILED, UNSAFE, ABORTED -> true;
        };
        assertThat(broken).isEqualTo(expected);
    }

    @Test
    void aProbeThatBrokeIsAFailureAndAFaultLeftBehindIsAnError() {
        assertThat(outcome(Runs.deviated(), "hypothesis during: orders")).isEqualTo("failure");
        assertThat(outcome(StoppedRuns.unsafe(), "fault 1: disk/fill on host staging-3 is taken back"))
                .isEqualTo("error");
        assertThat(outcome(StoppedRuns.notReady(), "hypothesis before: orders")).isEqualTo("skipped");
        assertThat(outcome(StoppedRuns.halted(), "guard: orders fail")).isEqualTo("failure");
        assertThat(outcome(
                        StoppedRuns.inconclusive(),
                        "fault 1: network/loss on process fks_auth (pid 81231) has its effect"))
                .isEqualTo("skipped");
        assertThat(outcome(StoppedRuns.refused(), "verdict")).isEqualTo("skipped");
        assertThat(outcome(Runs.kill(), "fault 1: process/kill on process fks_auth (pid 81231) is over at once"))
                .isEqualTo("passed");
    }

    private static String outcome(Journal journal, String testcase) {
        return Xml.all(Xml.parse(JunitReport.of(journal)), "testcase").stream()
                .filter(c -> c.getAttribute("name").equals(testcase))
                .map(c -> c.getFirstChild() instanceof Element outcome ? outcome.getTagName() : "passed")
                .findFirst()
                .orElseThrow(() -> new AssertionError("no test case '" + testcase + "'"));
    }

    private static void validate(String xml) throws Exception {
        var schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Objects.requireNonNull(JunitReportTest.class.getResource("junit.xsd")));
        schema.newValidator().validate(new StreamSource(new StringReader(xml)));
    }
}
