package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chaos Mesh, played by its documented state machine on a real API server, as the hands of runs. */
class PlayedChaosMeshTest extends WithPeer {
    private PlayedChaosMesh mesh;

    @BeforeAll
    void install() throws IOException {
        Played.define(cluster.api());
        mesh = new PlayedChaosMesh(Cluster.of(Optional.empty(), machine), cluster.api());
    }

    @Override
    Played played() {
        return mesh;
    }

    @Override
    ResourceType type() {
        return ChaosMesh.type("PodChaos");
    }

    private static Json.Obj podChaos(String app, Played.Behaviour behaviour) {
        return Json.object(
                "apiVersion",
                ChaosMesh.API_VERSION,
                "kind",
                "PodChaos",
                "metadata",
                behaviour.metadata().with("labels", Json.object("drill", app)),
                "spec",
                Json.object(
                        "action",
                        "pod-failure",
                        "mode",
                        "one",
                        "selector",
                        Json.object("labelSelectors", Json.object("app", app))));
    }

    private static Arguments mesh(Json.Obj manifest) {
        return Arguments.NONE
                .with(ChaosMeshObject.MANIFEST, manifest)
                .with(ChaosMeshObject.WITHIN, Duration.ofSeconds(10))
                .with(ChaosMeshObject.UNDO_WITHIN, Duration.ofSeconds(20));
    }

    private Json.Obj probe(Arguments by) throws IOException {
        try {
            return read(new ChaosMeshProbe(), by.with(ChaosMeshProbe.KIND, "PodChaos"));
        } catch (ProbeFailed e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void chaosMeshInjectsAndIsPausedResumedAndTakenBack() throws IOException {
        deploy("mesh", 2);
        var ours = Arguments.NONE.with(Criteria.LABELS, Map.of("drill", "mesh"));
        drill("chaos-mesh/object", mesh(podChaos("mesh", Played.Behaviour.WELL)), namespace(), () -> {
            assertThat(marked("mesh")).hasSize(1);
            assertThat(cluster.api()
                            .get(type().path("default"))
                            .each("items")
                            .getFirst()
                            .text("spec", "selector", "namespaces"))
                    .isEqualTo("[\"default\"]");
            var told = probe(ours);
            assertThat(told.get("phase")).contains(Json.of("injected"));
            assertThat(told.get("injected")).contains(Json.of(1));
            probe(ours.with(ChaosMeshProbe.TASK, "pause"));
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(probe(ours).get("phase")).contains(Json.of("paused"));
                assertThat(probe(ours).get("recovered")).contains(Json.of(1));
                assertThat(marked("mesh")).isEmpty();
            });
            probe(ours.with(ChaosMeshProbe.TASK, "resume"));
            await().atMost(SOON).untilAsserted(() -> assertThat(marked("mesh")).hasSize(1));
        });
        assertThat(marked("mesh")).isEmpty();
        assertThat(left()).isZero();
        assertThat(probe(ours).get("phase")).contains(Json.of("none"));
    }

    @Test
    void thePlanNamesWhatMatchesAndOnePodAloneIsHitWhereItIsTheTarget() throws IOException {
        deploy("exact", 3);
        var plan =
                plan(machine, "chaos-mesh/object", mesh(podChaos("exact", Played.Behaviour.WELL)), namespace(), MOMENT);
        assertThat(plan.plan().toString()).contains("from 3 pods of default that match now: exact-");
        String last = pods("exact").getLast().name();
        drill(
                "chaos-mesh/object",
                mesh(podChaos("exact", Played.Behaviour.WELL)),
                named(PodFinder.KIND, last),
                () -> assertThat(marked("exact")).containsExactly(last));
        assertThat(marked("exact")).isEmpty();
    }

    @Test
    void aScheduleAndAWorkflowAreOverWhenWhatTheyMadeIs() throws IOException {
        deploy("made", 1);
        Json spec = podChaos("made", Played.Behaviour.WELL).get("spec").orElseThrow();
        var schedule = Json.object(
                "apiVersion",
                ChaosMesh.API_VERSION,
                "kind",
                "Schedule",
                "spec",
                Json.object("schedule", "@every 1h", "type", "PodChaos", "podChaos", spec));
        var template = Json.object("name", "fail", "templateType", "PodChaos", "podChaos", spec);
        var workflow = Json.object(
                "apiVersion",
                ChaosMesh.API_VERSION,
                "kind",
                "Workflow",
                "spec",
                Json.object("entry", "fail", "templates", Json.of(List.of(template))));
        for (Json.Obj manifest : List.of(schedule, workflow)) {
            // the server's controllers look every 30 s for types that they have not known
            var arguments = mesh(manifest).with(ChaosMeshObject.UNDO_WITHIN, Duration.ofSeconds(80));
            drill(
                    "chaos-mesh/object",
                    arguments,
                    namespace(),
                    () -> assertThat(marked("made")).hasSize(1));
            assertThat(marked("made")).isEmpty();
            assertThat(left()).isZero();
            assertThat(left(ChaosMesh.type(ChaosMesh.kind(manifest)))).isZero();
        }
    }

    @Test
    void aSlowChaosMeshIsWaitedFor() throws IOException {
        deploy("slow", 1);
        drill(
                "chaos-mesh/object",
                mesh(podChaos("slow", Played.Behaviour.SLOW)),
                namespace(),
                () -> assertThat(marked("slow")).hasSize(1));
        assertThat(marked("slow")).isEmpty();
    }

    /** What cannot inject, what finds nothing and what is not there have no effect, and the run says why. */
    @ParameterizedTest
    @EnumSource(names = {"WELL", "FAILING", "DEAD"})
    void whatChaosMeshDoesNotInjectIsInconclusive(Played.Behaviour behaviour) throws IOException {
        boolean empty = behaviour == Played.Behaviour.WELL;
        if (!empty) {
            deploy("vain-" + behaviour.ordinal(), 1);
        }
        String app = empty ? "nowhere" : "vain-" + behaviour.ordinal();
        var arguments = mesh(podChaos(app, behaviour)).with(ChaosMeshObject.WITHIN, Duration.ofSeconds(3));
        Journal journal = drill("chaos-mesh/object", arguments, namespace());
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(journal.reasons().toString() + journal)
                .contains(
                        behaviour == Played.Behaviour.FAILING
                                ? "Apply failed: " + PlayedChaosMesh.REASON
                                : "Chaos Mesh has selected nothing");
        assertThat(left()).isZero();
    }

    /** The halt of a run whose peer is stuck ends in time, names what is left, and forces nothing. */
    @Test
    void whatChaosMeshDoesNotTakeBackIsNamed() throws IOException {
        deploy("stuck", 1);
        var arguments = mesh(podChaos("stuck", Played.Behaviour.STUCK))
                .with(ChaosMeshObject.UNDO_WITHIN, Duration.ofSeconds(4));
        Journal journal = haltedWhileOn("chaos-mesh/object", arguments);
        String pod = marked("stuck").getFirst();
        var object = cluster.api().get(type().path("default")).each("items").getFirst();
        assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(journal.reasons().toString())
                .contains("default/" + pod + " (Injected)")
                .contains("kubectl -n default annotate podchaos " + object.name()
                        + " chaos-mesh.chaos-mesh.org/cleanFinalizer=forced")
                .contains("and leaves the fault")
                .doesNotContain("id\\\"");
        assertThat(Played.has(object, PlayedChaosMesh.FINALIZER)).isTrue();
        clear(journal, object.name());
        assertThat(marked("stuck")).isEmpty();
    }

    @Test
    void whoTakesARunsPlaceInTheClusterDoesTheSame() throws IOException {
        deploy("lost", 1);
        takenBackInItsPlace("chaos-mesh/object", mesh(podChaos("lost", Played.Behaviour.STUCK)), "(Injected)");
    }

    @Test
    void whatReachesFurtherThanTheTargetIsRefused() {
        Json.Obj own = podChaos("any", Played.Behaviour.WELL);
        var spec = (Json.Obj) own.get("spec").orElseThrow();
        var elsewhere = Json.object("namespaces", Json.of(List.of(Json.of("default"), Json.of("kube-system"))));
        assertRefused(
                "chaos-mesh/object",
                mesh(own.with("spec", spec.with("selector", elsewhere))),
                namespace(),
                "its selector is about namespace kube-system too");
        assertRefused(
                "chaos-mesh/object",
                mesh(own.with("spec", spec.with("action", Json.of("pod-explode")))),
                namespace(),
                "Unsupported value: \"pod-explode\"");
        assertRefused(
                "chaos-mesh/object",
                mesh(own.with("metadata", Json.object("namespace", "kube-system"))),
                namespace(),
                "leave its namespace out");
        assertRefused(
                "chaos-mesh/object",
                mesh(own.with("kind", Json.of("TimeChaos"))),
                namespace(),
                "has no kind 'TimeChaos'");
        assertRefused(
                "chaos-mesh/object",
                mesh(own.with("spec", spec.with("remoteCluster", Json.of("other")))),
                namespace(),
                "it is about a remoteCluster");
    }
}
