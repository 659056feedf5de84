package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.engine.Terms;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Targets that appear while a fault is on join it, where that is asked for. */
class NewTargetsTest extends WithCluster {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Position HERE = new Position("policy.yaml", 1, 1);

    private static Selector all(String kind, String labels) {
        return of(kind, labels, new Selector.Mode.All());
    }

    private static Selector of(String kind, String labels, Selector.Mode mode) {
        return new Selector(kind, Arguments.NONE.with(Criteria.SELECTOR, labels), mode).includingNew();
    }

    private Planned plan(Selector selector, String fault, Duration duration, Rule... rules) {
        var experiment = Experiment.of(fault, List.of(action(fault, Arguments.NONE, selector, Optional.of(duration))));
        var terms = new Terms("staging", List.of(rules), "", List.of(), _ -> new Terms.Flag(true, ""));
        Planned planned = new Planner(CATALOG, machine).plan(experiment, 1, terms);
        assertThat(planned.plan().refusals()).isEmpty();
        return planned;
    }

    /** What is done when an event comes. */
    private interface On {
        void event(Event event, Stop stop) throws IOException;
    }

    private Journal run(Planned planned, On on) {
        var stop = new Stop();
        var thrown = new ArrayList<Throwable>();
        var journal = new Runner(CATALOG, machine, Map.of(), "test").run(planned, stop, List.of(event -> {
            try {
                on.event(event, stop);
            } catch (IOException | RuntimeException | AssertionError e) {
                thrown.add(e);
            }
        }));
        assertThat(thrown).isEmpty();
        return journal;
    }

    private String replicas(String deployment) throws IOException {
        return deployment(deployment).text("spec", "replicas");
    }

    @Test
    void podsThatReplaceThoseThatWereDeletedAreDeletedToo() throws IOException {
        deploy("churn", 2);
        var journal = run(plan(all(PodFinder.KIND, "app=churn"), "pod/delete", Duration.ofSeconds(3)), (_, _) -> {});
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections()).hasSizeGreaterThan(3);
        assertThat(journal.injections())
                .filteredOn(each -> joined(each))
                .hasSize(journal.injections().size() - 2);
        assertThat(journal.injections())
                .allSatisfy(each -> assertThat(each.bites()).hasValue(true));
        awaitReady("churn", 2);
    }

    private static boolean joined(Journal.Injected injected) {
        return injected.notes().contains("it appeared during the run, and joined");
    }

    @Test
    void whatJoinsIsTakenBackWithTheOthersAndALimitKeepsTheRestOut() throws IOException {
        deploy("first", 1);
        Planned planned = plan(
                all(WorkloadFinder.KIND, "app in (first, second, third)"),
                "workload/scale",
                LONG,
                new Rule.MaxTargets(2, HERE));
        var journal = run(planned, (event, stop) -> {
            switch (event) {
                case Event.EffectMeasured measured
                when measured.injection().id().equals("i1") -> create("second", 1);
                case Event.EffectMeasured _ -> {
                    assertThat(replicas("second")).isEqualTo("0");
                    deploy("third", 1);
                }
                case Event.TargetAppeared appeared
                when appeared.leftAlone().isPresent() -> {
                    takeBackByLease();
                    assertThat(replicas("first")).isEqualTo("1");
                    assertThat(replicas("second")).isEqualTo("1");
                    stop.ask(Verdict.ABORTED, "seen enough");
                }
                default -> {}
            }
        });
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.injections())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.takenBack()).isPresent());
        assertThat(journal.radii()).singleElement().satisfies(radius -> {
            assertThat(radius.chosen()).isEqualTo(2);
            assertThat(radius.found()).isEqualTo(3);
            assertThat(radius.spared())
                    .singleElement()
                    .satisfies(spared -> assertThat(spared.toString())
                            .contains(
                                    "workload default/third",
                                    "3 targets would be hit, the policy allows 2 (policy.yaml:1:1)"));
        });
        assertThat(replicas("third")).isEqualTo("1");
        assertThat(cluster.api().get(ResourceType.LEASE.path("default")).each("items"))
                .isEmpty();
    }

    @Test
    void ofAShareAsManyJoinAsTheShareIsLarger() throws IOException {
        deploy("half-1", 1);
        deploy("half-2", 1);
        var half = of(
                WorkloadFinder.KIND,
                "app in (half-1, half-2, half-3, half-4)",
                new Selector.Mode.Share(new Percent(50)));
        var journal = run(plan(half, "workload/scale", LONG), (event, stop) -> {
            if (event instanceof Event.EffectMeasured measured) {
                if (measured.injection().id().equals("i1")) {
                    create("half-3", 1);
                    create("half-4", 1);
                } else {
                    stop.ask(Verdict.ABORTED, "seen enough");
                }
            }
        });
        assertThat(journal.injections()).hasSize(2).last().satisfies(each -> {
            assertThat(joined(each)).isTrue();
            assertThat(each.target()).containsPattern("half-[34]");
        });
        for (int i = 1; i <= 4; i++) {
            assertThat(replicas("half-" + i)).isEqualTo("1");
        }
    }

    @Test
    void theLeastRightsAreEnoughAndTheOneToWatchIsNamedWhereItIsMissing() throws IOException {
        deploy("watched", 1);
        var selector = all(WorkloadFinder.KIND, "app in (watched, late)");
        var experiment = Experiment.of(
                "scale",
                List.of(action("workload/scale", Arguments.NONE, selector, Optional.of(Duration.ofSeconds(2)))));
        grant("blind", experiment, text -> text.replace(", watch", ""));
        try (var limited = new Limited(cluster.kubeconfig("blind", "default"))) {
            assertThat(new Planner(CATALOG, limited.machine())
                            .plan(experiment, 1)
                            .plan()
                            .refusals())
                    .extracting(Plan.Refusal::words)
                    .anySatisfy(words -> assertThat(words)
                            .contains("may not watch deployments.apps in namespace default", "shakeout rbac"));
        }
        grant("seeing", experiment);
        try (var limited = new Limited(cluster.kubeconfig("seeing", "default"))) {
            Planned planned = new Planner(CATALOG, limited.machine()).plan(experiment, 1);
            assertThat(planned.plan().refusals()).isEmpty();
            var journal = new Runner(CATALOG, limited.machine(), Map.of(), "test")
                    .run(planned, new Stop(), List.of(event -> {
                        if (event instanceof Event.EffectMeasured measured
                                && !measured.injection().id().equals("i2")) {
                            try {
                                create("late", 1);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                    }));
            assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
            assertThat(journal.injections()).hasSize(2);
        }
        assertThat(replicas("late")).isEqualTo("1");
    }

    @Test
    void aRunThatIsLostWhileATargetJoinsIsTakenBack() throws Exception {
        deploy("lost-1", 1);
        Path own = Files.createDirectory(folder.resolve("lost-new"));
        var command = new ArrayList<>(machine.java());
        command.addAll(
                List.of(LostRun.class.getName(), own.toString(), "app in (lost-1, lost-2, lost-3)", "3600", "new"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
        Path said = own.resolve("said");
        Process run = builder.redirectOutput(said.toFile()).start();
        try {
            awaitSaid(run, said, "EffectMeasured", 1);
            create("lost-2", 1);
            awaitSaid(run, said, "EffectMeasured", 2);
            assertThat(replicas("lost-2")).isEqualTo("0");
            create("lost-3", 1);
            awaitSaid(run, said, "TargetAppeared", 2);
            run.descendants().forEach(ProcessHandle::destroyForcibly);
        } finally {
            run.destroyForcibly().waitFor();
        }
        var outcomes = new ClusterRecovery(Optional.empty(), Optional.of("default"), machine).once();
        assertThat(outcomes)
                .singleElement()
                .satisfies(outcome ->
                        assertThat(outcome.clean()).as(outcome.toString()).isTrue());
        for (int i = 1; i <= 3; i++) {
            assertThat(replicas("lost-" + i)).isEqualTo("1");
        }
        assertThat(cluster.api().get(ResourceType.LEASE.path("default")).each("items"))
                .isEmpty();
    }

    private static void awaitSaid(Process run, Path said, String word, int times) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .failFast(() ->
                        assertThat(run.isAlive()).as(Files.readString(said)).isTrue())
                .until(() ->
                        Files.readAllLines(said).stream().filter(word::equals).count() >= times);
    }

    @Test
    void whereNobodyTellsOfNewOnesTheyCannotBeAskedFor() {
        var processes = new Selector("process", Arguments.NONE, new Selector.Mode.All()).includingNew();
        var experiment = Experiment.of(
                "pause",
                List.of(action("process/pause", Arguments.NONE, processes, Optional.of(Duration.ofSeconds(1)))));
        assertThatThrownBy(() -> new Planner(CATALOG, machine).plan(experiment, 1))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nobody tells of a process that appears during the run");
    }
}
