package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Step;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several make one pod fail at the same time: it is set back by whoever is the last to end. */
class OverlappingFailuresTest extends WithCluster {
    private static final String PAUSE = "registry.k8s.io/pause:3.10";
    private static final Duration LONG = Duration.ofSeconds(4);

    @Test
    void theFirstOfTwoActivitiesEndsFirst() throws IOException {
        deploy("first", 1);
        var journal = run(two("first", Duration.ofSeconds(2), LONG), new Stop());
        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertSetBack("first");
    }

    @Test
    void theSecondOfTwoActivitiesEndsFirst() throws IOException {
        deploy("second", 1);
        var journal = run(two("second", LONG, MOMENT), new Stop());
        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertSetBack("second");
    }

    @Test
    void twoRunsOfDifferentHostsTakeTheirsBackInEitherOrder() throws Exception {
        for (boolean inner : List.of(true, false)) {
            String name = inner ? "within" : "across";
            deploy(name, 1);
            try (var other = elsewhere(name)) {
                var planned = plan(other.machine(), "pod/fail", Arguments.NONE, podOf(name), inner ? MOMENT : LONG);
                var bites = new CountDownLatch(1);
                var running = new FutureTask<>(() -> new Runner(CATALOG, other.machine(), Map.of(), "test")
                        .run(planned, new Stop(), List.of(event -> {
                            if (event instanceof Event.EffectMeasured) {
                                bites.countDown();
                            }
                        })));
                During during = () -> {
                    Threads.start("other run", running);
                    try {
                        if (inner) {
                            passes(running.get());
                            assertThat(image(name)).isEqualTo(PAUSE);
                        } else {
                            bites.await();
                        }
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                };
                Optional<Duration> lasting = inner ? Optional.empty() : Optional.of(Duration.ofSeconds(2));
                drill(action("pod/fail", Arguments.NONE, podOf(name), lasting), during);
                passes(running.get());
            }
            assertSetBack(name);
        }
    }

    @Test
    void whoIsTooLateToPlanIsToldWhoHoldsThePod() throws IOException {
        deploy("held", 1);
        try (var other = elsewhere("held")) {
            drill("pod/fail", Arguments.NONE, podOf("held"), () -> {
                String holder = leasesOf(pods("held").getFirst().name())
                        .getFirst()
                        .resource()
                        .name();
                assertThat(plan(other.machine(), "pod/fail", Arguments.NONE, podOf("held"), MOMENT)
                                .plan()
                                .refusals())
                        .singleElement()
                        .satisfies(refusal -> assertThat(refusal.words()).contains("is in the hands of " + holder));
            });
        }
        assertSetBack("held");
    }

    @Test
    void eachLetsGoOnceInAnyOrderByWhateverTakesItBack() throws Exception {
        deploy("three", 1);
        Cluster reached = Cluster.of(Optional.empty(), machine);
        reached.access().write();
        var steps = IntStream.range(0, 3)
                .mapToObj(_ -> plan(machine, "pod/fail", Arguments.NONE, podOf("three"), MOMENT))
                .map(each -> each.plan().injections().getFirst().steps().getFirst())
                .toList();
        var undos = steps.stream().map(step -> step.undo().orElseThrow()).toList();
        shell(undos.getLast().argv()); // of one that was never done
        for (Step step : steps) {
            assertThat(shell(step.change().argv())).isZero();
            assertThat(shell(step.change().argv())).isNotZero(); // the same once more counts no second time
        }
        Undo second = Undo.read(ApiCall.undo(undos.get(1)).orElseThrow());
        for (int i = 0; i < 2; i++) {
            assertThat(shell(undos.getFirst().argv())).isZero();
            assertThat(shell(undos.getFirst().argv())).isZero();
            second.takeBack(reached);
            assertThat(image("three")).isEqualTo(PAUSE);
        }
        assertThat(shell(undos.getLast().argv())).isZero();
        assertSetBack("three");
    }

    @Test
    void anImageThatSomebodyElseHasSetMeanwhileIsKept() throws Exception {
        deploy("theirs", 1);
        Cluster reached = Cluster.of(Optional.empty(), machine);
        reached.access().write();
        for (boolean byShell : List.of(true, false)) {
            var step = plan(machine, "pod/fail", Arguments.NONE, podOf("theirs"), MOMENT)
                    .plan()
                    .injections()
                    .getFirst()
                    .steps()
                    .getFirst();
            var undo = step.undo().orElseThrow();
            assertThat(shell(step.change().argv())).isZero();
            String theirs = "shop/theirs:" + byShell;
            var pod = pods("theirs").getFirst();
            Json container = pod.each("spec", "containers").getFirst().json().with("image", Json.of(theirs));
            cluster.api()
                    .patch(
                            PODS + "/" + pod.name(),
                            Json.object("spec", Json.object("containers", Json.of(List.of(container)))));
            if (byShell) {
                assertThat(shell(undo.argv())).isZero();
            } else {
                Undo.read(ApiCall.undo(undo).orElseThrow()).takeBack(reached);
            }
            assertThat(image("theirs")).isEqualTo(theirs);
            assertThat(pods("theirs").getFirst().field("metadata", "annotations"))
                    .isEmpty();
            awaitRunning("theirs", theirs);
        }
    }

    @Test
    void eachContainerIsHeldByItself() throws IOException {
        var containers = Stream.of("main", "beside")
                .<Json>map(name -> Json.object("name", name, "image", "shop/" + name + ":1.0"))
                .toList();
        var labels = Json.object("metadata", Json.object("labels", Json.object("app", "both")));
        var template = labels.with("spec", Json.object("containers", Json.of(containers)));
        cluster.api().create(deployments(), workload("both", Map.of("template", template)));
        awaitReady("both", 1);
        var main = Arguments.NONE.with(PodTemplate.CONTAINER, "main");
        var journal = run(two("both", main, Duration.ofSeconds(2), LONG), new Stop());
        passes(journal);
        assertThat(pods("both").getFirst().each("spec", "containers"))
                .extracting(each -> each.text("image"))
                .containsExactly("shop/main:1.0", "shop/beside:1.0");
        assertThat(pods("both").getFirst().field("metadata", "annotations")).isEmpty();
    }

    private int shell(List<String> argv) throws Exception {
        return machine.processes().run(argv, SOON).status();
    }

    private void awaitRunning(String app, String image) {
        await().atMost(SOON)
                .until(() -> pods(app)
                        .getFirst()
                        .each("status", "containerStatuses")
                        .getFirst()
                        .text("image")
                        .equals(image));
    }

    private static void passes(Journal journal) {
        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
    }

    private Planned two(String app, Duration first, Duration second) {
        return two(app, Arguments.NONE, first, second);
    }

    private Planned two(String app, Arguments arguments, Duration first, Duration second) {
        List<Activity> method = List.of(
                action("pod/fail", arguments, podOf(app), Optional.of(first)),
                action("pod/fail", Arguments.NONE, podOf(app), Optional.of(second)));
        List<Activity> atOnce = method.stream()
                .<Activity>map(each -> each.with(
                        each.written().withName("fail " + method.indexOf(each)).inBackground(true)))
                .toList();
        return new Planner(CATALOG, machine).plan(Experiment.of("two", atOnce), 1);
    }

    private Elsewhere elsewhere(String name) throws IOException {
        return new Elsewhere(as(cluster.kubeconfig(), Files.createDirectory(folder.resolve(name))));
    }

    /** Another host. */
    private record Elsewhere(Machine machine) implements AutoCloseable {
        @Override
        public void close() {
            machine.shared().close();
        }
    }

    private static Selector podOf(String app) {
        return new Selector(PodFinder.KIND, Arguments.NONE.with(PodFinder.OWNER, app), ONE);
    }

    private String image(String app) throws IOException {
        return pods(app).getFirst().each("spec", "containers").getFirst().text("image");
    }

    private void assertSetBack(String app) throws IOException {
        assertThat(image(app)).isEqualTo("shop/" + app + ":1.0");
        assertThat(pods(app).getFirst().field("metadata", "annotations")).isEmpty();
        awaitReady(app, 1);
    }
}
