package dev.shakeout.dialects.chaosmesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.ForeignCorpus;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Guarded;
import dev.shakeout.model.Journal.Injected;
import dev.shakeout.model.Journal.Ran;
import dev.shakeout.model.Json;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run has come to, in the words of Chaos Mesh; made by hand, as the journals of real runs are told in cli. */
class ChaosStatusTest {
    private static final Instant ON = Instant.parse("2026-05-04T10:00:00Z");
    private static final Instant OFF = Instant.parse("2026-05-04T10:00:30Z");

    @Test
    void whatWasInjectedAndTakenBackIsRecovered() {
        String told =
                told("network-delay-simple", Verdict.PASSED, injected("pod shop/web-0"), injected("pod shop/web-1"));

        assertThat(told)
                .contains(
                        "kind: NetworkChaos",
                        "type: Selected\n    status: 'True'",
                        "type: AllInjected\n    status: 'False'")
                .contains("type: AllRecovered\n    status: 'True'", "type: Paused\n    status: 'False'")
                .contains(
                        "desiredPhase: Stop",
                        "id: shop/web-0",
                        "id: shop/web-1",
                        "selectorKey: .",
                        "phase: Not Injected")
                .contains("injectedCount: 1", "recoveredCount: 1")
                .contains("operation: Apply\n        timestamp: '2026-05-04T10:00:00Z'")
                .contains("operation: Recover\n        timestamp: '2026-05-04T10:00:30Z'")
                .doesNotContain("Failed", "message", "reason");
    }

    @Test
    void whatIsStillThereIsInjected() {
        String told = told(
                "network-delay-simple",
                Verdict.UNSAFE,
                injected("pod shop/web-0").left("tc qdisc del"));

        assertThat(told)
                .contains("type: AllInjected\n    status: 'True'", "type: AllRecovered\n    status: 'False'")
                .contains("phase: Injected", "recoveredCount: 0")
                .contains(
                        "type: Failed\n        operation: Recover\n        message: 'not taken back; run: tc qdisc del'");
    }

    @Test
    void anEffectThatIsStillThereIsNotRecovered() {
        assertThat(told(
                        "network-delay-simple",
                        Verdict.UNSAFE,
                        injected("pod shop/web-0").gone(Optional.of(false))))
                .contains("type: AllRecovered\n    status: 'False'", "phase: Injected")
                .contains("message: 'its effect is still there: 100 ms'", "timestamp: '2026-05-04T10:00:30Z'");
    }

    @Test
    void whatHadNoEffectIsInjectedThereAndTheEventSaysSo() {
        assertThat(told(
                        "network-delay-simple",
                        Verdict.INCONCLUSIVE,
                        injected("pod shop/web-0").inVain()))
                .contains("type: Succeeded\n        operation: Apply\n        message: 'no effect was measured: 0 ms'")
                .contains("type: AllRecovered\n    status: 'True'");
    }

    @Test
    void whatCouldNotBeInjectedSaysWhy() {
        assertThat(told(
                        "network-delay-simple",
                        Verdict.FAILED,
                        injected("pod shop/web-0").notInjected()))
                .contains("type: Failed\n        operation: Apply\n        message: tc said no\n        timestamp:")
                .contains("phase: Not Injected", "injectedCount: 0", "type: AllInjected\n    status: 'False'");
    }

    @Test
    void whatIsOverAtOnceIsNotRecovered() {
        assertThat(told(
                        "pod-kill-one",
                        Verdict.PASSED,
                        injected("pod shop/web-0").gone(Optional.empty())))
                .contains("kind: PodChaos", "injectedCount: 1", "recoveredCount: 0", "phase: Not Injected")
                .doesNotContain("Recover\n");
    }

    @Test
    void aRunThatInjectedNothingHasSelectedNothing() {
        assertThat(told("pod-kill-one", Verdict.NOT_READY))
                .contains("type: Selected\n    status: 'False'", "type: AllInjected\n    status: 'False'")
                .contains("type: AllRecovered\n    status: 'True'", "experiment:\n    desiredPhase: Stop\n")
                .doesNotContain("containerRecords");
    }

    @Test
    void aWorkflowIsToldWithEachOfItsChaos() {
        assertThat(told("workflow-serial", Verdict.PASSED, injected("pod shop/web-0")))
                .startsWith("apiVersion: chaos-mesh.org/v1alpha1\nkind: Workflow\n")
                .contains("startTime: '2026-05-04T10:00:00Z'", "endTime: '2026-05-04T10:00:30Z'")
                .contains("type: Scheduled\n    status: 'True'", "type: Accomplished\n    status: 'True'")
                .contains("---\n", "kind: NetworkChaos");
        assertThat(told("workflow-serial", Verdict.HALTED, injected("pod shop/web-0")))
                .contains("type: Accomplished\n    status: 'False'")
                .doesNotContain("endTime");
        assertThat(told("workflow-serial", Verdict.NOT_READY)).contains("type: Scheduled\n    status: 'False'");
    }

    @Test
    void aRunOfAnyOtherFileIsToldByTheKindOfEachFault() {
        String told = Told.file(journal(
                Json.object("title", "Any"),
                Verdict.PASSED,
                List.of(
                        injected("process sleep (pid 7)").of("slow it", "cpu/load"),
                        injected("node n").of("go", "node/drain"))));

        assertThat(told)
                .contains("kind: StressChaos", "name: slow-it", "id: process sleep (pid 7)")
                .contains("# 'go': Chaos Mesh has no kind for node/drain\n");
        assertThat(Told.file(journal(Json.object("title", "Any"), Verdict.REFUSED, List.of())))
                .isEqualTo("# nothing was injected, so there is no object of Chaos Mesh to tell of\n");
    }

    /** One injection, as a journal has it. */
    private record One(
            String activity,
            String fault,
            String target,
            Optional<Instant> on,
            Optional<Instant> off,
            boolean bites,
            Optional<Boolean> gone,
            List<String> leftovers) {
        One of(String otherActivity, String otherFault) {
            return new One(otherActivity, otherFault, target, on, off, bites, gone, leftovers);
        }

        One left(String command) {
            return new One(activity, fault, target, on, Optional.empty(), bites, Optional.empty(), List.of(command));
        }

        One gone(Optional<Boolean> other) {
            return new One(activity, fault, target, on, off, bites, other, leftovers);
        }

        One inVain() {
            return new One(activity, fault, target, on, off, false, gone, leftovers);
        }

        One notInjected() {
            return new One(
                    activity, fault, target, Optional.empty(), Optional.empty(), bites, Optional.empty(), leftovers);
        }

        Injected injected() {
            return new Injected(
                    target + activity,
                    activity,
                    fault,
                    target,
                    "kernel",
                    List.of(),
                    List.of(),
                    List.of(),
                    "latency",
                    Optional.empty(),
                    Optional.of(reading(bites ? 100 : 0)),
                    Optional.of(reading(gone.orElse(true) ? 0 : 100)),
                    on,
                    off,
                    Optional.empty(),
                    Optional.of(bites),
                    gone,
                    leftovers,
                    List.of());
        }
    }

    private static Reading reading(int millis) {
        return new Reading(millis, "ms", millis + " ms");
    }

    private static One injected(String target) {
        return new One("", "", target, Optional.of(ON), Optional.of(OFF), true, Optional.of(true), List.of());
    }

    /** All are of the first activity of a file. */
    private static String told(String file, Verdict verdict, One... injections) {
        var document = (Json.Obj)
                ForeignCorpus.translated(Path.of("src/test/resources/chaos-mesh/" + file + ".yaml"), Choices.DEFAULT)
                        .getFirst()
                        .document()
                        .orElseThrow()
                        .json();
        Json.Obj chaos =
                Extension.objects(Extension.of(document).orElseThrow(), "chaos").getFirst();
        String action = Extension.texts(chaos, "actions").getFirst();
        return new ChaosMesh()
                .told(List.of(journal(
                        document,
                        verdict,
                        List.of(injections).stream()
                                .map(one -> one.of(action, "network/delay"))
                                .toList())));
    }

    private static Journal journal(Json.Obj experiment, Verdict verdict, List<One> injections) {
        List<Ran> run = injections.stream()
                .map(one -> new Ran(
                        one.activity(),
                        Json.object("type", "action"),
                        ON,
                        Duration.ofSeconds(1),
                        Optional.of(one.on().isPresent() ? "succeeded" : "failed"),
                        Json.Null.NULL,
                        one.on().isPresent() ? Optional.empty() : Optional.of("tc said no"),
                        Optional.empty()))
                .toList();
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
                ON,
                OFF,
                Rules.SHAKEOUT,
                verdict,
                Journal.Toolkit.nearest(verdict),
                List.of("why it is so"),
                List.of(),
                run,
                List.of(),
                injections.stream().map(One::injected).toList(),
                List.of(),
                Map.of(),
                List.<Guarded>of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
