package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Spans;
import dev.shakeout.dialects.foreign.Tries;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** With which fault each probe of ours is read, and in which mode: the opposite of {@link Placement}. */
final class OwnProbes {
    private static final Field STATED = Field.kept(
                    "steady-state-hypothesis.probes[]",
                    "by runtime.hypothesis: Edge, SOT, EOT or Continuous; stopOnFailure where it is read before")
            .or(new Fidelity.Approximated(
                    "of several faults: SOT before the first and EOT after the last, or Continuous with each"))
            .or(new Fidelity.Approximated("Continuous: it is read before, during and after the fault"))
            .or(new Fidelity.Kept("nothing: the strategy is skip"));
    private static final Field WHEN = Field.kept("runtime.hypothesis", "mode");
    private static final Field STRATEGY = Field.kept("runtime.hypothesis.strategy", "mode");
    private static final Field FREQUENCY = Field.kept("runtime.hypothesis.frequency", "probePollingInterval");
    private static final Field FAST = Field.kept("runtime.hypothesis.fail-fast", "stopOnFailure of Continuous");
    private static final Field PLACE = Field.kept(
                    "method[]", "a probe: SOT of the fault after it, or EOT of the one before it, with initialDelay")
            .or(new Fidelity.NotSupported("a probe is read before a fault or after it there; put it before or after"))
            .or(new Fidelity.Approximated(
                    "SOT of the fault after it, which comes on at once then: the pause between them is lost"));
    private static final String GUARD = "safety.halt-when[].";
    private static final Field NAME = Field.kept(GUARD + "name", "name");
    private static final Field PROBE = Field.kept(GUARD + "probe", "Continuous with stopOnFailure, of each fault");
    private static final Field EXPRESSION = Field.notSupported(
            GUARD + "when", "a probe there asks for one thing; write probe and tolerance in its place");
    private static final Field TOLERANCE = Field.kept(GUARD + "tolerance", "as that of a probe");
    private static final Field INTERVAL = Field.kept(GUARD + "interval", "interval and probePollingInterval");
    private static final Field FAILURES = Field.kept(GUARD + "failures", "attempt");
    private static final Field DELAY = Field.kept(GUARD + "delay", "initialDelay");
    private static final Field FOR =
            Field.approximated(GUARD + "for", "nothing: it is looked at as long as each fault is on");
    private static final Field PAUSE = Field.kept("pauses", "initialDelay of a probe of the hypothesis");
    private static final Field TIMEOUT = Field.kept(GUARD + "timeout", "probeTimeout, where the probe has none");
    private static final Field UNREADABLE = Field.kept(GUARD + "unreadable", "nothing: no answer is a failure there")
            .or(new Fidelity.NotSupported("no answer is a failure there; leave it out"));

    private final Ours ours;
    private final List<OwnStage> stages;

    private OwnProbes(Ours ours, List<OwnStage> stages) {
        this.ours = ours;
        this.stages = stages;
    }

    static List<Field> fields() {
        return List.of(
                STATED,
                STRATEGY,
                FREQUENCY,
                FAST,
                PLACE,
                NAME,
                PROBE,
                EXPRESSION,
                TOLERANCE,
                INTERVAL,
                FAILURES,
                DELAY,
                FOR,
                PAUSE,
                TIMEOUT,
                UNREADABLE);
    }

    static void place(Ours ours, Tree.Obj document, List<OwnStage> stages) {
        if (stages.isEmpty()) {
            return;
        }
        var probes = new OwnProbes(ours, stages);
        for (Act act : ours.method().all()) {
            if (act.isProbe()) {
                ours.recorder().of("probe " + act.name());
                probes.within(act);
            }
        }
        probes.hypothesis();
        for (Sheet guard : ours.guards()) {
            ours.recorder()
                    .of("halt condition "
                            + guard.look(NAME).orElseThrow().json().text());
            probes.guard(guard, ours.watched(guard, PROBE, document));
        }
    }

    /** A probe of the method. */
    private void within(Act act) {
        Duration at = act.when().start();
        Optional<OwnStage> next = stages.stream()
                .filter(stage -> stage.start().compareTo(at) >= 0)
                .findFirst();
        Optional<OwnStage> before =
                stages.stream().filter(stage -> stage.end().compareTo(at) <= 0).reduce((_, last) -> last);
        boolean amid = stages.stream()
                .anyMatch(
                        stage -> stage.start().compareTo(at) < 0 && stage.end().compareTo(at) > 0);
        OwnStage stage = next.filter(found -> before.isEmpty() || (!amid && first(act, found)))
                .or(() -> before)
                .orElse(stages.getFirst());
        boolean after = before.isPresent() && before.get() == stage;
        boolean early = !after && at.compareTo(stage.start()) < 0;
        ours.recorder().add(act.activity().position(), PLACE, PLACE.ways().get(amid ? 1 : early ? 2 : 0));
        Duration delay = after ? at.minus(stage.end()) : Duration.ZERO;
        var turn = OwnProbe.Turn.of(after ? "EOT" : "SOT", Tries.of(act.activity()), false)
                .after(delay);
        stage.probe(OwnProbe.write(act.name(), act.provider(), act.activity(), turn, Optional.empty()));
    }

    /** Whether nothing but probes lies between it and the fault. */
    private static boolean first(Act act, OwnStage stage) {
        return act.when().start().equals(stage.start());
    }

    private void hypothesis() {
        Optional<Sheet> when = ours.runtime().flatMap(runtime -> Ours.inner(runtime, WHEN));
        when.ifPresent(sheet -> List.of(STRATEGY, FREQUENCY, FAST).forEach(sheet::record));
        String strategy =
                when.flatMap(sheet -> sheet.look(STRATEGY, Type.text())).orElse("default");
        boolean fast = when.flatMap(sheet -> sheet.look(FAST, Type.bool())).orElse(false);
        Duration pace = when.flatMap(sheet -> sheet.look(FREQUENCY, Spans.TYPE)).orElse(Duration.ofSeconds(1));
        for (Act probe : ours.hypothesis()) {
            ours.recorder().of("probe " + probe.name());
            List<String> phases = Tries.phases(probe.activity(), strategy);
            boolean apart = phases.contains("during") && phases.size() > 1;
            ours.recorder()
                    .add(
                            probe.activity().position(),
                            STATED,
                            STATED.ways().get(phases.isEmpty() ? 3 : stages.size() > 1 ? 1 : apart ? 2 : 0));
            if (phases.isEmpty()) {
                probe.activity().leaveAlone();
                probe.provider().leaveAlone();
                continue;
            }
            probe.activity().record(PAUSE);
            stated(probe, phases, Tries.pace(probe.activity()).orElse(pace), fast);
        }
    }

    private void stated(Act probe, List<String> phases, Duration pace, boolean fast) {
        var tries = Tries.of(probe.activity());
        boolean edge = stages.size() == 1 && phases.contains("before") && phases.contains("after");
        if (edge) {
            add(stages.getFirst(), probe, OwnProbe.Turn.of("Edge", tries, true).after(probe.pause()));
        } else {
            if (phases.contains("before")) {
                add(
                        stages.getFirst(),
                        probe,
                        OwnProbe.Turn.of("SOT", tries, true).after(probe.pause()));
            }
            if (phases.contains("after")) {
                add(
                        stages.getLast(),
                        probe,
                        OwnProbe.Turn.of("EOT", tries, false).after(probe.pause()));
            }
        }
        if (phases.contains("during")) {
            stages.forEach(stage -> add(
                    stage, probe, OwnProbe.Turn.of("Continuous", tries, fast).at(pace)));
        }
    }

    private static void add(OwnStage stage, Act probe, OwnProbe.Turn turn) {
        stage.probe(OwnProbe.write(probe.name(), probe.provider(), probe.activity(), turn, Optional.empty()));
    }

    private void guard(Sheet guard, Optional<Tree.Obj> probe) {
        List.of(NAME, PROBE, EXPRESSION, INTERVAL, FAILURES, DELAY, FOR, TIMEOUT)
                .forEach(guard::record);
        boolean ignored = guard.look(UNREADABLE)
                .filter(word -> word.json().text().equals("ignore"))
                .isPresent();
        guard.record(UNREADABLE, UNREADABLE.ways().get(ignored ? 1 : 0));
        String name = guard.look(NAME).orElseThrow().json().text();
        var turn = new OwnProbe.Turn(
                "Continuous",
                guard.look(INTERVAL, Spans.TYPE).orElse(Duration.ofSeconds(1)),
                guard.look(INTERVAL, Spans.TYPE).orElse(Duration.ofSeconds(1)),
                guard.look(FAILURES)
                        .map(count -> Long.parseLong(count.json().text()))
                        .orElse(1L),
                guard.look(DELAY, Spans.TYPE).orElse(Duration.ZERO),
                true);
        probe.flatMap(tree -> Ours.provider(tree, guard.recorder())).ifPresent(provider -> {
            Json written = OwnProbe.write(name, provider, guard, turn, guard.look(TIMEOUT, Spans.TYPE));
            stages.forEach(stage -> stage.probe(written));
        });
    }
}
