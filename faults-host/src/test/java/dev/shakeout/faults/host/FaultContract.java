package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every fault promises. It is told of none: a new one is found as the product finds it. {@code -Dcases=TEXT} takes
 * those that have the text in their name. Whoever extends it has static methods cases and faults.
 */
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
public abstract class FaultContract {
    @TempDir
    Path folder;

    protected abstract Stages stages();

    /** Those that have the text of {@code -Dcases=TEXT} in their name; by default all. */
    protected static Stream<FaultCase> chosen(Stages stages) {
        String wanted = System.getProperty("cases", "");
        return stages.cases().filter(each -> each.toString().contains(wanted));
    }

    private Stage stage(String kind, String name) throws IOException {
        return stages().make(kind, name, folder);
    }

    /** Skips the test where the rung does not stand. */
    private static Prepared plan(Stage stage, FaultCase each) {
        stage.missing(each).ifPresent(reason -> abort(each + ": " + reason));
        return stage.plan(each);
    }

    private static void awaitBite(Effect effect, Reading before) {
        await().alias(effect.what())
                .atMost(effect.patience())
                .until(effect::read, reading -> effect.bites(before, reading));
    }

    private static void awaitGone(Effect effect, Reading before) {
        await().alias(effect.what() + " is as before")
                .atMost(effect.patience())
                .until(effect::read, reading -> effect.gone(before, reading));
    }

    private static void assertSame(Stage stage, Stage.Seen before, Stage.Seen after, List<Step> steps) {
        assertThat(stage.differences(before, after, steps)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bites_and_leaves_nothing_behind(FaultCase each) throws Exception {
        try (var stage = stage(each.kind(), "first")) {
            Prepared prepared = plan(stage, each);
            Stage.Seen picture = stage.picture(prepared.effect());
            Reading before = prepared.effect().read();
            try (var on = new Injections(prepared.steps(), stage.target(), stage.machine())) {
                assertThat(on.inject()).isEmpty();
                awaitBite(prepared.effect(), before);
                assertThat(on.takeBack()).isEmpty();
            }
            if (!prepared.effect().momentary()) {
                awaitGone(prepared.effect(), before);
            }
            assertSame(stage, picture, stage.picture(prepared.effect()), prepared.steps());

            for (Step step : prepared.steps().reversed()) {
                step.undo()
                        .map(undo -> stage.machine().processes().run(undo.argv()))
                        .ifPresent(again -> assertThat(again.ok())
                                .as("%s, taken back once more: %s", step.what(), again.complaint())
                                .isTrue());
            }
            assertSame(stage, picture, stage.picture(prepared.effect()), prepared.steps());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takes_back_every_prefix_of_its_steps_and_a_step_that_fails(FaultCase each) throws Exception {
        try (var stage = stage(each.kind(), "first")) {
            int count = plan(stage, each).steps().size();
            for (int taken = 0; taken < count; taken++) {
                Prepared prepared = plan(stage, each);
                Stage.Seen picture = stage.picture();
                var steps = new ArrayList<>(prepared.steps().subList(0, taken));
                Step next = prepared.steps().get(taken);
                steps.add(new Step(next.what(), new Step.Change.Command(List.of("sh", "-c", "exit 3")), next.undo()));
                try (var on = new Injections(steps, stage.target(), stage.machine())) {
                    assertThat(on.inject()).isPresent();
                }
                assertSame(stage, picture, stage.picture(), prepared.steps());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takes_back_a_step_that_did_its_work_and_then_said_it_failed(FaultCase each) throws Exception {
        try (var stage = stage(each.kind(), "first")) {
            Prepared prepared = plan(stage, each);
            Stage.Seen picture = stage.picture(prepared.effect());
            Reading before = prepared.effect().read();
            var steps = new ArrayList<>(prepared.steps());
            Step last = steps.removeLast();
            var argv = new ArrayList<>(List.of("timeout", "-s", "KILL", "2", "sh", "-c", "\"$@\"; exit 3", "sh"));
            argv.addAll(last.change().argv());
            steps.add(new Step(last.what(), new Step.Change.Command(argv), last.undo()));
            try (var on = new Injections(steps, stage.target(), stage.machine())) {
                assertThat(on.inject()).isPresent();
            }
            if (!prepared.effect().momentary()) {
                awaitGone(prepared.effect(), before);
            }
            await().untilAsserted(() -> assertSame(stage, picture, stage.picture(prepared.effect()), prepared.steps()));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void two_of_it_compose(FaultCase each) throws Exception {
        try (var stage = stage(each.kind(), "first");
                var other = needsItsOwnTarget(each, stage) ? stage(each.kind(), "second") : stage) {
            Prepared first = plan(stage, each);
            Prepared second = plan(other, each);
            Stage.Seen picture = stage.picture(first.effect());
            Reading before = first.effect().read();
            Reading beforeSecond = second.effect().read();
            try (var one = new Injections(first.steps(), stage.target(), stage.machine());
                    var two = new Injections(second.steps(), other.target(), other.machine())) {
                assertThat(one.inject()).isEmpty();
                assertThat(two.inject()).isEmpty();
                awaitBite(first.effect(), before);
                awaitBite(second.effect(), beforeSecond);
                assertThat(one.takeBack()).isEmpty();
                if (!second.effect().momentary()) {
                    awaitBite(second.effect(), beforeSecond);
                }
                assertThat(two.takeBack()).isEmpty();
            }
            if (!first.effect().momentary()) {
                awaitGone(first.effect(), before);
                awaitGone(second.effect(), beforeSecond);
            }
            assertSame(stage, picture, stage.picture(first.effect()), first.steps());
            assertSame(stage, picture, stage.picture(first.effect()), second.steps());
        }
    }

    /** The one before may end its target. */
    private boolean needsItsOwnTarget(FaultCase each, Stage stage) {
        return stages().alone(plan(stage, each).effect());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void its_parameters_survive_writing_and_reading(Fault fault) {
        assertThat(fault.descriptor().name()).matches("[a-z]+/[a-z-]+");
        for (Parameter<?> parameter : fault.descriptor().parameters()) {
            assertThat(parameter.help()).endsWith(".");
            Optional.ofNullable(Examples.of(fault.descriptor()).values().get(parameter.name()))
                    .or(() -> parameter.fallback().map(Object.class::cast))
                    .ifPresent(value -> assertThat(
                                    (Object) parameter.type().parse(new Json.Str(Examples.written(value))))
                            .as(parameter.name())
                            .isEqualTo(value));
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void can_only_hit_kinds_of_target_that_can_be_found(Fault fault) {
        assertThat(ServiceLoader.load(TargetFinder.class))
                .extracting(finder -> finder.descriptor().name())
                .containsAll(fault.targetKinds());
        assertThat(fault.rungs()).isNotEmpty().extracting(Rung::needs).doesNotContain("");
    }
}
