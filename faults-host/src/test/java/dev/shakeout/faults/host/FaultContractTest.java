package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every fault promises. It is told of none: a new one is found as the product finds it. */
class FaultContractTest {
    @TempDir
    Path folder;

    /** One rung of one fault on one kind of target. */
    record Case(Fault fault, String kind, Rung rung) {
        @Override
        public String toString() {
            return fault.descriptor().name() + " on " + kind + " by " + rung.name();
        }
    }

    static Stream<Case> cases() {
        return ServiceLoader.load(Fault.class).stream()
                .map(ServiceLoader.Provider::get)
                .flatMap(fault -> fault.targetKinds().stream()
                        .sorted()
                        .flatMap(kind -> fault.rungs().stream().map(rung -> new Case(fault, kind, rung))));
    }

    static Stream<Fault> faults() {
        return ServiceLoader.load(Fault.class).stream().map(ServiceLoader.Provider::get);
    }

    /** A disposable target of the wanted kind, and the machine as an experiment with it would see it. */
    private record Stage(Machine machine, Target target, List<Part> parts) implements Part {
        Prepared plan(Case each) {
            Arguments arguments = Examples.of(each.fault().descriptor());
            each.rung()
                    .missing(machine)
                    .or(() -> each.rung().missingFor(target, arguments, machine))
                    .ifPresent(reason -> abort(each + ": " + reason));
            return each.rung().plan(target, arguments, machine);
        }

        HostPicture picture(Effect effect) {
            return HostPicture.take(machine, effect.momentary() ? List.of() : List.of(target));
        }

        @Override
        public void close() {
            for (Part part : parts.reversed()) {
                part.close();
            }
        }
    }

    private Stage stage(String kind, String name) throws IOException {
        Machine machine = Machines.in(folder);
        if (kind.equals("host")) {
            return new Stage(
                    machine, new HostFinder().find(Arguments.NONE, machine).getFirst(), List.of());
        }
        // A declared proxy stands in our own network namespace; packet faults happen in the target's.
        boolean apart = kind.equals("process") && machine.isRoot();
        var server = Disposable.server(machine, "127.0.0.1", apart);
        if (kind.equals("process")) {
            return new Stage(machine, server.target, List.of(server));
        }
        var proxy = DeclaredProxy.to(server.port, folder.resolve(name), machine);
        machine = machine.withLinks(Map.of(name, proxy.folder));
        Target link = new LinkFinder()
                .find(Arguments.NONE.with(LinkFinder.NAME, name), machine)
                .getFirst();
        return new Stage(machine, link, List.of(server, proxy));
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

    private static void assertSame(HostPicture before, HostPicture after) {
        assertThat(HostPicture.differences(before, after)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bites_and_leaves_nothing_behind(Case each) throws Exception {
        try (var stage = stage(each.kind(), "first")) {
            Prepared prepared = stage.plan(each);
            HostPicture picture = stage.picture(prepared.effect());
            Reading before = prepared.effect().read();
            try (var on = new Injections(prepared.steps(), stage.target(), stage.machine())) {
                assertThat(on.inject()).isEmpty();
                awaitBite(prepared.effect(), before);
                assertThat(on.takeBack()).isEmpty();
            }
            if (!prepared.effect().momentary()) {
                awaitGone(prepared.effect(), before);
            }
            assertSame(picture, stage.picture(prepared.effect()));

            for (Step step : prepared.steps().reversed()) {
                step.undo()
                        .map(undo -> stage.machine().processes().run(undo.argv()))
                        .ifPresent(again -> assertThat(again.ok())
                                .as("%s, taken back once more: %s", step.what(), again.complaint())
                                .isTrue());
            }
            assertSame(picture, stage.picture(prepared.effect()));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takes_back_every_prefix_of_its_steps_and_a_step_that_fails(Case each) throws Exception {
        try (var stage = stage(each.kind(), "first")) {
            int count = stage.plan(each).steps().size();
            for (int taken = 0; taken < count; taken++) {
                Prepared prepared = stage.plan(each);
                HostPicture picture = HostPicture.take(stage.machine(), List.of(stage.target()));
                var steps = new ArrayList<>(prepared.steps().subList(0, taken));
                Step next = prepared.steps().get(taken);
                steps.add(new Step(next.what(), new Step.Change.Command(List.of("sh", "-c", "exit 3")), next.undo()));
                try (var on = new Injections(steps, stage.target(), stage.machine())) {
                    assertThat(on.inject()).isPresent();
                }
                assertSame(picture, HostPicture.take(stage.machine(), List.of(stage.target())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takes_back_a_step_that_did_its_work_and_then_said_it_failed(Case each) throws Exception {
        try (var stage = stage(each.kind(), "first")) {
            Prepared prepared = stage.plan(each);
            HostPicture picture = stage.picture(prepared.effect());
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
            await().untilAsserted(() -> assertSame(picture, stage.picture(prepared.effect())));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void two_of_it_compose(Case each) throws Exception {
        try (var stage = stage(each.kind(), "first");
                var other = stage.plan(each).effect().momentary() ? stage(each.kind(), "second") : stage) {
            Prepared first = stage.plan(each);
            Prepared second = other.plan(each);
            HostPicture picture = stage.picture(first.effect());
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
            assertSame(picture, stage.picture(first.effect()));
        }
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
