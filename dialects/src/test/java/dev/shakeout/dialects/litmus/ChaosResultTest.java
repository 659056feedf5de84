package dev.shakeout.dialects.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.ForeignCorpus;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Guarded;
import dev.shakeout.model.Journal.Injected;
import dev.shakeout.model.Journal.Ran;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run has come to, by the formulas of Litmus. */
class ChaosResultTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    @Test
    void aRunWhoseProbesAllPassIsPassAndAHundredPercent() {
        ChaosResult result = results("probe-mode-edge-stops", Verdict.PASSED, edges(true, true), List.of(), killed())
                .getFirst();

        assertThat(result.verdict()).isEqualTo("Pass");
        assertThat(result.probeSuccessPercentage()).isEqualTo("100");
        assertThat(result.probes()).extracting(ProbeStatus::verdict).containsExactly("Passed");
        assertThat(result.json().toString()).contains("web-0").contains("reverted");
    }

    @Test
    void anEdgeFailsWhereOneOfItsReadingsDoes() {
        ChaosResult result = results("probe-mode-edge-stops", Verdict.DEVIATED, edges(true, false), List.of(), killed())
                .getFirst();

        assertThat(result.verdict()).isEqualTo("Fail");
        assertThat(result.probeSuccessPercentage()).isEqualTo("0");
        assertThat(result.probes().getFirst().description()).isEqualTo("503, expected 200");
    }

    @Test
    void anEdgeThatStopsNothingIsReadInTheMethod() {
        var before = probe("web answers, before pod-delete", true);

        assertThat(edge(List.of(before, probe("web answers, after pod-delete", true)))
                        .verdict())
                .isEqualTo("Passed");
        assertThat(edge(List.of(before, probe("web answers, after pod-delete", false)))
                        .verdict())
                .isEqualTo("Failed");
        assertThat(edge(List.of(before)).verdict()).isEqualTo("N/A");
    }

    private static ProbeStatus edge(List<Ran> run) {
        return results("probe-mode-edge", Verdict.DEVIATED, List.of(), List.of(), run)
                .getFirst()
                .probes()
                .getFirst();
    }

    @Test
    void aMissBeforehandFailsWithoutAnyFault() {
        ChaosResult result = results(
                        "probe-mode-edge-stops",
                        Verdict.NOT_READY,
                        List.of(state(Phase.BEFORE, false)),
                        List.of(),
                        List.of())
                .getFirst();

        assertThat(result.verdict()).isEqualTo("Fail");
        assertThat(result.probes()).extracting(ProbeStatus::verdict).containsExactly("Failed");
    }

    @Test
    void aGuardThatTripsStopsTheFault() {
        var guard = new Guarded("web answers", 3, 1, Optional.of(NOW), "503, expected 200");

        ChaosResult result = results("probe-mode-onchaos-stops", Verdict.HALTED, List.of(), List.of(guard), killed())
                .getFirst();

        assertThat(result.verdict()).isEqualTo("Stopped");
        assertThat(result.probes()).extracting(ProbeStatus::verdict).containsExactly("Failed");
        assertThat(result.probeSuccessPercentage()).isEqualTo("0");
    }

    @Test
    void aProbeThatWasNeverReadIsNotAvailable() {
        ChaosResult result = results("probe-mode-onchaos-stops", Verdict.ABORTED, List.of(), List.of(), killed())
                .getFirst();

        assertThat(result.verdict()).isEqualTo("Stopped");
        assertThat(result.probes()).extracting(ProbeStatus::verdict).containsExactly("N/A");
    }

    @Test
    void aRunThatBreaksIsAnError() {
        ChaosResult result = results("probe-mode-edge", Verdict.UNSAFE, List.of(), List.of(), killed())
                .getFirst();

        assertThat(result.verdict()).isEqualTo("Error");
        assertThat(result.probeSuccessPercentage()).isEqualTo("0");
        assertThat(result.json().toString()).contains("why it is so");
    }

    @Test
    void theScoreIsTheMeanByWeightsWithoutItsFraction() {
        List<ChaosResult> results =
                List.of(result("Pass", 7, 1, 1), result("Fail", 10, 2, 3), result("Awaited", 3, 0, 1));

        assertThat(results).extracting(ChaosResult::probeSuccessPercentage).containsExactly("100", "66", "Awaited");
        assertThat(ChaosResult.score(results)).isEqualTo((7 * 100 + 10 * 66) / 20);
        assertThat(ChaosResult.score(List.of())).isZero();
    }

    @Test
    void aFaultThatWasNotReachedIsAwaited() {
        List<ChaosResult> results = results("workflow", Verdict.HALTED, List.of(), List.of(), killed());

        assertThat(results)
                .extracting(ChaosResult::fault)
                .containsExactly("pod-delete", "pod-network-loss", "pod-cpu-hog");
        assertThat(results).extracting(ChaosResult::weight).containsExactly(7, 10, 3);
        assertThat(results).extracting(ChaosResult::verdict).containsExactly("Stopped", "Awaited", "Awaited");
    }

    @Test
    void aRunOfAnyOtherFileIsToldToo() {
        String told = new Litmus()
                .told(List.of(
                        journal(Json.object("title", "Any"), Verdict.PASSED, edges(true, true), List.of(), List.of())));

        assertThat(told)
                .startsWith("# resilience score: 100%\n")
                .contains(
                        "kind: ChaosResult", "engine: any-drill", "name: web answers", "probeSuccessPercentage: '100'");
    }

    private static ChaosResult result(String verdict, int weight, int passed, int all) {
        List<ProbeStatus> probes = java.util.stream.IntStream.range(0, all)
                .mapToObj(i -> new ProbeStatus("p" + i, "httpProbe", "EOT", i < passed ? "Passed" : "Failed", ""))
                .toList();
        return new ChaosResult("engine", "fault", verdict, weight, probes, List.of(), "");
    }

    private static List<ChaosResult> results(
            String file, Verdict verdict, List<SteadyState> states, List<Guarded> guards, List<Ran> run) {
        Tree document = ForeignCorpus.translated(
                        Path.of("src/test/resources/litmus/" + file + ".yaml"), Choices.DEFAULT)
                .getFirst()
                .document()
                .orElseThrow();
        return ChaosResult.all(journal((Json.Obj) document.json(), verdict, states, guards, run));
    }

    private static List<SteadyState> edges(boolean before, boolean after) {
        return List.of(state(Phase.BEFORE, before), state(Phase.AFTER, after));
    }

    private static SteadyState state(Phase phase, boolean met) {
        return new SteadyState(phase, NOW, met, true, List.of(probe("web answers", met)));
    }

    private static Ran probe(String name, boolean met) {
        var judgement = Judgement.of(met, met ? "200, expected 200" : "503, expected 200");
        return new Ran(
                name,
                Json.object("type", "probe", "provider", Json.object("type", "http")),
                NOW,
                Duration.ZERO,
                Optional.of("succeeded"),
                Json.Null.NULL,
                Optional.empty(),
                Optional.of(judgement));
    }

    private static List<Ran> killed() {
        return List.of(new Ran(
                "pod-delete: pod/delete",
                Json.object("type", "action"),
                NOW,
                Duration.ZERO,
                Optional.of("succeeded"),
                Json.Null.NULL,
                Optional.empty(),
                Optional.empty()));
    }

    private static Journal journal(
            Json.Obj experiment, Verdict verdict, List<SteadyState> states, List<Guarded> guards, List<Ran> run) {
        var injected = new Injected(
                "1",
                "pod-delete: pod/delete",
                "pod/delete",
                "pod shop/web-0",
                "API server",
                List.of(),
                List.of(),
                List.of(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW),
                Optional.of(NOW),
                Optional.empty(),
                Optional.of(true),
                Optional.of(true),
                List.of(),
                List.of());
        return new Journal(
                "1",
                "run",
                Map.of(),
                Map.of(),
                experiment,
                "Any drill",
                "",
                Optional.empty(),
                1,
                NOW,
                NOW,
                Rules.SHAKEOUT,
                verdict,
                Journal.Toolkit.nearest(verdict),
                List.of("why it is so"),
                states,
                run,
                List.of(),
                List.of(injected),
                List.of(),
                Map.of(),
                guards,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
