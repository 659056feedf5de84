package dev.shakeout.engine;

import dev.shakeout.model.Step;
import java.util.List;

/**
 * What a rung would do to one target.
 *
 * @param steps taken in order, taken back in the opposite order
 * @param effect one for the whole injection: the single steps (a table, a qdisc, a rule) bite only together
 * @param notes what a person should know before it is done
 */
public record Prepared(List<Step> steps, Effect effect, List<String> notes) {
    public Prepared {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    public static Prepared of(List<Step> steps, Effect effect) {
        return new Prepared(steps, effect, List.of());
    }
}
