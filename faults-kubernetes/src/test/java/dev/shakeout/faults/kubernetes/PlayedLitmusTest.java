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

/** Litmus, played by its documented state machine on a real API server, as the hands of runs. */
class PlayedLitmusTest extends WithPeer {
    /** For several questions while the engine is there. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    private PlayedLitmus litmus;

    @BeforeAll
    void install() throws IOException {
        Played.define(cluster.api());
        litmus = new PlayedLitmus(Cluster.of(Optional.empty(), machine), cluster.api());
        PlayedLitmus.experiment(cluster.api(), "default");
    }

    @Override
    Played played() {
        return litmus;
    }

    @Override
    ResourceType type() {
        return Litmus.ENGINE;
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
        assertThat(left()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"WELL", "SLOW"})
    void litmusInjectsAndIsStopped(Played.Behaviour behaviour) throws IOException {
        String app = "litmus-" + behaviour.ordinal();
        deploy(app, 2);
        drill("litmus/engine", litmus(engine(app, behaviour, false)), namespace(), LONG_ENOUGH, () -> {
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
        drill("litmus/engine", litmus(engine("ends", Played.Behaviour.WELL, true)), namespace(), LONG_ENOUGH, () -> {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(asked("read-engine", "drill", "ends").get("phase")).contains(Json.of("completed"));
            });
            var told = asked("read-engine", "drill", "ends");
            assertThat(told.get("verdict")).contains(Json.of("Fail"));
            assertThat(told.get("probe-success-percentage")).contains(Json.of(50));
            String uid = cluster.api()
                    .get(type().path("default"))
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
        drill("litmus/engine", litmus(engine("halted", Played.Behaviour.WELL, false)), namespace(), LONG_ENOUGH, () -> {
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
        var engine = cluster.api().get(type().path("default")).each("items").getFirst();
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

    @Test
    void whoTakesARunsPlaceInTheClusterDoesTheSame() throws IOException {
        deploy("lost", 1);
        var stuck = litmus(engine("lost", Played.Behaviour.STUCK, false));
        takenBackInItsPlace("litmus/engine", stuck, "still injected: lost-");
    }

    @Test
    void whatReachesFurtherThanTheTargetIsRefused() {
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
}
