package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chaos Mesh and Litmus, played by their documented state machines on a real API server, as the hands of runs. */
class PlayedPeersTest extends WithProbes {
    private PlayedChaosMesh mesh;
    private PlayedLitmus litmus;
    private final List<Machine> apartOnes = new ArrayList<>();

    @BeforeAll
    void install() throws IOException {
        Played.define(cluster.api());
        var reached = Cluster.of(Optional.empty(), machine);
        mesh = new PlayedChaosMesh(reached, cluster.api());
        litmus = new PlayedLitmus(reached, cluster.api());
        PlayedLitmus.experiment(cluster.api(), "default");
    }

    @AfterAll
    void uninstall() {
        apartOnes.forEach(each -> each.shared().close());
        for (Played played : List.of(mesh, litmus)) {
            played.close();
        }
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

    private static Selector namespace() {
        return named(NamespaceFinder.KIND, "default");
    }

    private List<String> marked(String app) throws IOException {
        return pods(app).stream()
                .filter(pod -> !pod.text("metadata", "annotations", Played.HIT).isEmpty())
                .map(pod -> pod.name())
                .toList();
    }

    private long left(ResourceType type) throws IOException {
        return cluster.api().get(type.path("default")).each("items").size();
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
                            .get(ChaosMesh.type("PodChaos").path("default"))
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
        assertThat(left(ChaosMesh.type("PodChaos"))).isZero();
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
            assertThat(left(ChaosMesh.type("PodChaos"))).isZero();
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
        assertThat(left(ChaosMesh.type("PodChaos"))).isZero();
    }

    /** The halt of a run whose peer is stuck ends in time, names what is left, and forces nothing. */
    @Test
    void whatChaosMeshDoesNotTakeBackIsNamed() throws IOException {
        deploy("stuck", 1);
        var arguments = mesh(podChaos("stuck", Played.Behaviour.STUCK))
                .with(ChaosMeshObject.UNDO_WITHIN, Duration.ofSeconds(4));
        Journal journal = haltedWhileOn("chaos-mesh/object", arguments);
        String pod = marked("stuck").getFirst();
        var object = cluster.api()
                .get(ChaosMesh.type("PodChaos").path("default"))
                .each("items")
                .getFirst();
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

    /** By the command that the journal names, once the controller works again. */
    private void clear(Journal journal, String name) throws IOException {
        free(name);
        List<String> commands = journal.injections().getFirst().leftovers();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            var done = machine.processes().run(List.of("sh", "-c", command), Duration.ofMinutes(1));
            assertThat(done.ok()).as(done.complaint()).isTrue();
        }
    }

    private static Json.Obj engine(String app, Played.Behaviour behaviour, boolean ends) {
        Json env = Json.of(List.of(Json.object("name", PlayedLitmus.ENDS, "value", "yes")));
        var spec = Json.object("components", ends ? Json.object("env", env) : Json.Obj.EMPTY);
        return Json.object(
                "apiVersion",
                Litmus.API_VERSION,
                "kind",
                "ChaosEngine",
                "metadata",
                behaviour.metadata().with("labels", Json.object("drill", app)),
                "spec",
                Json.object(
                        "appinfo",
                        Json.object("appns", "default", "applabel", "app=" + app, "appkind", "deployment"),
                        "chaosServiceAccount",
                        "default",
                        "experiments",
                        Json.of(List.of(Json.object("name", "pod-delete", "spec", spec)))));
    }

    private static Arguments litmus(Json.Obj manifest) {
        return Arguments.NONE
                .with(LitmusEngine.MANIFEST, manifest)
                .with(LitmusEngine.WITHIN, Duration.ofSeconds(10))
                .with(LitmusEngine.UNDO_WITHIN, Duration.ofSeconds(20));
    }

    private Json.Obj asked(String task, String label, String value) throws IOException {
        try {
            return read(
                    new LitmusProbe(),
                    Arguments.NONE.with(LitmusProbe.TASK, task).with(Criteria.LABELS, Map.of(label, value)));
        } catch (ProbeFailed e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNoChaosPods() throws IOException {
        assertThat(cluster.api()
                        .get(PODS + "?labelSelector=" + Litmus.UID_LABEL)
                        .each("items"))
                .isEmpty();
        assertThat(left(Litmus.ENGINE)).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"WELL", "SLOW"})
    void litmusInjectsAndIsStopped(Played.Behaviour behaviour) throws IOException {
        String app = "litmus-" + behaviour.ordinal();
        deploy(app, 2);
        drill("litmus/engine", litmus(engine(app, behaviour, false)), namespace(), () -> {
            assertThat(marked(app)).hasSize(1);
            var told = asked("read-engine", "drill", app);
            assertThat(told.get("phase")).contains(Json.of("initialized"));
            assertThat(told.get("injected")).contains(Json.of(1));
        });
        assertThat(marked(app)).isEmpty();
        assertNoChaosPods();
    }

    @Test
    void anEngineThatEndsByItselfHasInjectedAndItsVerdictIsRead() throws IOException {
        deploy("ends", 1);
        drill("litmus/engine", litmus(engine("ends", Played.Behaviour.WELL, true)), namespace(), () -> {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(asked("read-engine", "drill", "ends").get("phase")).contains(Json.of("completed"));
            });
            var told = asked("read-engine", "drill", "ends");
            assertThat(told.get("verdict")).contains(Json.of("Fail"));
            assertThat(told.get("probe-success-percentage")).contains(Json.of(50));
            String uid = cluster.api()
                    .get(Litmus.ENGINE.path("default"))
                    .each("items")
                    .getFirst()
                    .text("metadata", "uid");
            var result = asked("read-result", Litmus.UID_LABEL, uid);
            assertThat(result.get("phase")).contains(Json.of("Completed"));
            assertThat(result.get("verdict")).contains(Json.of("Fail"));
            assertThat(result.get("recovered")).contains(Json.of(1));
        });
        assertNoChaosPods();
    }

    @Test
    void anEngineIsStoppedByAnAction() throws IOException {
        deploy("halted", 1);
        drill("litmus/engine", litmus(engine("halted", Played.Behaviour.WELL, false)), namespace(), () -> {
            asked("stop", "drill", "halted");
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(asked("list", "drill", "halted").get("phase")).contains(Json.of("stopped"));
                assertThat(marked("halted")).isEmpty();
            });
        });
        assertNoChaosPods();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILING", "DEAD"})
    void whatLitmusDoesNotInjectIsInconclusive(Played.Behaviour behaviour) throws IOException {
        String app = "litmus-vain-" + behaviour.ordinal();
        deploy(app, 1);
        var arguments = litmus(engine(app, behaviour, false)).with(LitmusEngine.WITHIN, Duration.ofSeconds(3));
        Journal journal = drill("litmus/engine", arguments, namespace());
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(journal.toString())
                .contains(
                        behaviour == Played.Behaviour.FAILING
                                ? PlayedLitmus.REASON
                                : "no operator of Litmus has looked at the engine");
        assertNoChaosPods();
    }

    @Test
    void whatLitmusDoesNotStopIsNamed() throws IOException {
        deploy("litmus-stuck", 1);
        var arguments = litmus(engine("litmus-stuck", Played.Behaviour.STUCK, false))
                .with(LitmusEngine.UNDO_WITHIN, Duration.ofSeconds(4));
        Journal journal = haltedWhileOn("litmus/engine", arguments);
        String pod = marked("litmus-stuck").getFirst();
        var engine =
                cluster.api().get(Litmus.ENGINE.path("default")).each("items").getFirst();
        assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(journal.reasons().toString())
                .contains("chaosengine " + engine.name() + " (initialized)")
                .contains("pod " + engine.name() + "-runner")
                .contains("pod " + engine.name() + "-pod-delete-x1")
                .contains("still injected: " + pod)
                .contains("kubectl -n default delete pods -l chaosUID=" + engine.text("metadata", "uid"));
        assertThat(engine.text("spec", "engineState")).isEqualTo("stop");
        clear(journal, engine.name());
        assertThat(marked("litmus-stuck")).isEmpty();
        assertNoChaosPods();
    }

    /** As a controller in the cluster does when a run is gone: it names what is left, and it is done when it can be. */
    @Test
    void whoTakesARunsPlaceInTheClusterDoesTheSame() throws IOException {
        deploy("lost", 1);
        cluster.api().apply(Files.readString(Path.of("../deploy/kubernetes/recover.yaml")));
        Machine controller = as(cluster.kubeconfig("shakeout-recover", "shakeout"));
        apartOnes.add(controller);
        for (String fault : List.of("chaos-mesh/object", "litmus/engine")) {
            var arguments = fault.startsWith("chaos")
                    ? mesh(podChaos("lost", Played.Behaviour.STUCK))
                    : litmus(engine("lost", Played.Behaviour.STUCK, false));
            // the run's own undo goes on meanwhile
            drill(fault, arguments.with(ChaosMeshObject.UNDO_WITHIN, Duration.ofSeconds(60)), namespace(), () -> {
                assertThatThrownBy(() -> takeBackByLease(controller))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(fault.startsWith("chaos") ? "(Injected)" : "still injected: lost-");
                ResourceType type = fault.startsWith("chaos") ? ChaosMesh.type("PodChaos") : Litmus.ENGINE;
                free(cluster.api()
                        .get(type.path("default"))
                        .each("items")
                        .getFirst()
                        .name());
                takeBackByLease(controller);
                assertThat(marked("lost")).isEmpty();
            });
        }
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
        Json.Obj engine = engine("any", Played.Behaviour.WELL, false);
        var engineSpec = (Json.Obj) engine.get("spec").orElseThrow();
        assertRefused(
                "litmus/engine",
                litmus(engine.with("spec", engineSpec.with("appinfo", Json.object("appns", "kube-system")))),
                namespace(),
                "the engine is about namespace kube-system");
        var other = Json.of(List.of(Json.object("name", "node-drain")));
        assertRefused(
                "litmus/engine",
                litmus(engine.with("spec", engineSpec.with("experiments", other))),
                namespace(),
                "there is no ChaosExperiment node-drain in namespace default");
    }

    private void free(String name) throws IOException {
        for (ResourceType type : List.of(ChaosMesh.type("PodChaos"), Litmus.ENGINE)) {
            String path = type.path("default", name);
            (type == Litmus.ENGINE ? litmus : mesh).free(name);
            if (cluster.api().ask("GET", path, Json.Obj.EMPTY).ok()) { // a change has it looked at again
                var change = Json.object("metadata", Json.object("labels", Json.object("looked", "again")));
                cluster.api().ask("PATCH", path, change);
            }
        }
    }

    /** On a machine of its own, as what it leaves holds the target and the lease until somebody takes it back. */
    private Journal haltedWhileOn(String fault, Arguments arguments) throws IOException {
        Machine apart = as(cluster.kubeconfig(), Files.createTempDirectory(folder, "halted"));
        apartOnes.add(apart);
        Planned planned = plan(apart, fault, arguments, namespace(), Duration.ofMinutes(5));
        assertThat(planned.plan().refusals()).isEmpty();
        var stop = new Stop();
        return new Runner(CATALOG, apart, Map.of(), "test").run(planned, stop, List.of(event -> {
            if (event instanceof Event.EffectMeasured measured && measured.bites()) {
                stop.ask(Verdict.ABORTED, "enough");
            }
        }));
    }
}
