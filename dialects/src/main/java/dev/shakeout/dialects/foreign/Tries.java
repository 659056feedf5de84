package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a probe of ours is read until its tolerance is met, and in which phases.
 *
 * @param attempts 1 for once
 * @param interval between two of them
 */
public record Tries(long attempts, Duration interval) {
    private static final Field WITHIN = Field.kept("within", "as many attempts, one each second")
            .or(new Fidelity.NotSupported("it is a whole number of seconds there, up to 999; round it"));
    private static final Field RETRY = Field.kept("retry", "as many attempts, at that interval")
            .or(new Fidelity.NotSupported("the interval is a whole number of seconds there; round it"));
    private static final Field PHASES =
            Field.kept("phases", "when it is read, in place of runtime.hypothesis.strategy");
    private static final Field DURING = Field.kept("during", "how often it is read meanwhile")
            .or(new Fidelity.Approximated(
                    "interval; it is read as long as the fault is on, whatever delay and for are"));

    public static List<Field> fields() {
        return List.of(WITHIN, RETRY, PHASES, DURING);
    }

    /** Of an activity. */
    public static Tries of(Sheet probe) {
        Optional<Duration> within = probe.look(WITHIN, Spans.TYPE);
        probe.record(
                WITHIN, WITHIN.ways().get(within.filter(time -> !whole(time)).isPresent() ? 1 : 0));
        Optional<Tree.Obj> retry =
                probe.look(RETRY).filter(Tree.Obj.class::isInstance).map(Tree.Obj.class::cast);
        Duration interval = retry.map(given -> Ours.text(given, "interval"))
                .filter(text -> !text.isEmpty())
                .map(text -> Spans.TYPE.parse(Json.of(text)))
                .orElse(Duration.ofSeconds(1));
        probe.record(RETRY, RETRY.ways().get(whole(interval) ? 0 : 1));
        long attempts = retry.map(given -> Long.parseLong(Ours.text(given, "attempts")))
                .orElse(within.map(Duration::toSeconds).orElse(0L) + 1);
        return new Tries(attempts, interval);
    }

    private static boolean whole(Duration time) {
        return Spans.isWhole(time) && time.toSeconds() < 1000;
    }

    /** When a probe of the hypothesis is read: before, during, after. */
    public static List<String> phases(Sheet probe, String strategy) {
        probe.record(PHASES);
        Optional<List<String>> own = probe.look(PHASES, Type.texts());
        if (own.isPresent()) {
            return own.get();
        }
        var phases = new ArrayList<String>();
        boolean always = strategy.startsWith("contin");
        if (always || List.of("default", "before-method-only").contains(strategy)) {
            phases.add("before");
        }
        if (always || strategy.equals("during-method-only")) {
            phases.add("during");
        }
        if (always || List.of("default", "after-method-only").contains(strategy)) {
            phases.add("after");
        }
        return phases;
    }

    /** From one reading to the next while the method runs; empty where the strategy says it. */
    public static Optional<Duration> pace(Sheet probe) {
        Optional<Tree.Obj> during =
                probe.look(DURING).filter(Tree.Obj.class::isInstance).map(Tree.Obj.class::cast);
        boolean part = during.filter(given ->
                        given.get("for").isPresent() || given.get("delay").isPresent())
                .isPresent();
        probe.record(DURING, DURING.ways().get(part ? 1 : 0));
        return during.map(given -> Ours.text(given, "interval"))
                .filter(text -> !text.isEmpty())
                .map(text -> Spans.TYPE.parse(Json.of(text)));
    }
}
