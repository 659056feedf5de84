package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Journal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class HtmlReportTest {
    static Stream<Journal> everyRun() {
        return Runs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("everyRun")
    void isWellFormedSelfContainedAndFreeOfScript(Journal journal) {
        String html = HtmlReport.of(journal);
        var page = Xml.parse(html);
        assertThat(Xml.all(page, "script")).isEmpty();
        assertThat(Xml.all(page, "link")).isEmpty();
        assertThat(Xml.all(page, "img")).isEmpty();
        assertThat(html).doesNotContainIgnoringCase("url(").doesNotContain("@import");
        assertThat(Xml.all(page, "*")).allSatisfy(element -> {
            assertThat(element.hasAttribute("src")).isFalse();
            var names = element.getAttributes();
            for (int i = 0; i < names.getLength(); i++) {
                assertThat(names.item(i).getNodeName()).doesNotStartWith("on");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("everyRun")
    void saysTheVerdictItsExitCodeAndItsReasonFirst(Journal journal) {
        var header = Xml.all(Xml.parse(HtmlReport.of(journal)), "header").getFirst();
        assertThat(Xml.words(header))
                .contains(journal.verdict().word())
                .contains("exit code " + journal.verdict().exitCode())
                .contains(Plain.line(Words.reason(journal)));
    }

    @ParameterizedTest
    @MethodSource("everyRun")
    void everyAnchorLeadsToAnIdThatIsThereOnce(Journal journal) {
        anchorsHold(HtmlReport.of(journal));
    }

    @ParameterizedTest
    @MethodSource("everyRun")
    void everyTableNamesItsColumnsAndRows(Journal journal) {
        assertThat(Xml.all(Xml.parse(HtmlReport.of(journal)), "th"))
                .allSatisfy(th -> assertThat(th.getAttribute("scope")).isIn("col", "row"));
    }

    @Test
    void anIndexHoldsEveryReportAndSaysWhatEachFound() {
        var runs = List.of(Runs.kill(), Runs.delayWithBreaker(), Runs.deviated(), StoppedRuns.unsafe());
        String html = HtmlReport.index(runs.stream().map(Entry::of).toList());
        anchorsHold(html);
        var page = Xml.parse(html);
        assertThat(Xml.all(page, "article")).hasSize(4);
        String summary = Xml.words(Xml.all(page, "header").getFirst());
        assertThat(summary).contains("4 experiments").contains("1 unsafe, 1 deviated, 2 passed");
        runs.forEach(run -> assertThat(summary).contains(run.title()));
    }

    @Test
    void anIndexOfHostileRunsStaysWellFormed() {
        anchorsHold(HtmlReport.index(List.of(Entry.of(OddRuns.hostile()), Entry.of(OddRuns.hostile()))));
    }

    @Test
    void aLeftoverIsShownRightUnderTheVerdictWithItsCommand() {
        var header = Xml.all(Xml.parse(HtmlReport.of(StoppedRuns.unsafe())), "header")
                .getFirst();
        assertThat(Xml.words(header))
                .contains("Still in place. Run this now")
                .contains("rm -f -- '/var/lib/fks/.shakeout-fill'");
    }

    @Test
    void theHypothesisShowsEachProbeWithItsToleranceAndWhatWasMeasured() {
        var section = section(Runs.deviated(), "hypothesis");
        assertThat(section)
                .contains("Orders stay fast when the database answers 300 ms later")
                .contains("p95 at most 200 ms, errors at most 1%")
                .contains("✓met")
                .contains("✗not metp95 1912 ms, limit 200 ms")
                .contains("0 of 2 checks met");
    }

    @Test
    void aFindingComesWithADraftForTheRunbook() {
        assertThat(section(Runs.deviated(), "findings"))
                .contains("Orders wait for the database without a limit")
                .contains("p95 1.91 s against 200 ms")
                .contains("a timeout below the limit")
                .contains("shakeout run experiments/auth-loss.json")
                .contains("Ownerto be filled in");
    }

    @Test
    void theChartShowsLimitFaultsAndMethodAndSaysItInWords() {
        var page = Xml.parse(HtmlReport.of(Runs.delayWithBreaker()));
        var chart = Xml.all(page, "svg").stream()
                .filter(svg -> svg.getAttribute("class").equals("chart wide"))
                .findFirst()
                .orElseThrow();
        assertThat(Xml.words(chart))
                .contains("limit: p95 200 ms")
                .contains("limit while on: p95 900 ms")
                .contains("1 network/delay fks_execution")
                .contains("2 cpu/stress staging-3")
                .contains("method");
        assertThat(chart.getAttribute("aria-label"))
                .contains("p95 latency 22 → ")
                .contains("before, during and after");
    }

    @Test
    void aHugeSeriesMakesASmallPageThatStillShowsItsOneSpike() {
        String html = HtmlReport.of(OddRuns.huge());
        assertThat(html.length()).isLessThan(400_000);
        double highest = Xml.all(Xml.parse(html), "path").stream()
                .filter(path -> path.getAttribute("class").equals("p95"))
                .mapToDouble(HtmlReportTest::top)
                .min()
                .orElseThrow();
        double usual = Xml.all(Xml.parse(html), "path").stream()
                .filter(path -> path.getAttribute("class").equals("p50"))
                .mapToDouble(HtmlReportTest::top)
                .min()
                .orElseThrow();
        assertThat(usual - highest)
                .as("pixels from the usual line up to the spike")
                .isGreaterThan(100);
    }

    @Test
    void hostileTextIsShownAndNeverObeyed() {
        String html = HtmlReport.of(OddRuns.hostile());
        assertThat(html).doesNotContain("<script").doesNotContain("\u202E").contains("[U+202E]");
        assertThat(Xml.words(Xml.all(Xml.parse(html), "h1").getFirst())).contains("<script>alert(1)</script>");
    }

    private static double top(Element path) {
        var number = Pattern.compile("[ML][-0-9.]+ ([-0-9.]+)").matcher(path.getAttribute("d"));
        return number.results()
                .mapToDouble(m -> Double.parseDouble(m.group(1)))
                .min()
                .orElse(Double.MAX_VALUE);
    }

    private static String section(Journal journal, String id) {
        return Xml.all(Xml.parse(HtmlReport.of(journal)), "section").stream()
                .filter(section -> section.getAttribute("id").equals(id))
                .map(Xml::words)
                .findFirst()
                .orElseThrow();
    }

    private static void anchorsHold(String html) {
        var page = Xml.parse(html);
        var ids = Xml.all(page, "*").stream()
                .map(e -> e.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(Xml.all(page, "a")).allSatisfy(a -> {
            assertThat(a.getAttribute("href")).startsWith("#");
            assertThat(ids).contains(a.getAttribute("href").substring(1));
        });
        assertThat(Xml.all(page, "section"))
                .allSatisfy(s -> assertThat(ids).contains(s.getAttribute("aria-labelledby")));
    }
}
