package dev.shakeout.dialects.cel;

import dev.shakeout.model.Output;
import java.util.List;

/**
 * What an expression is about.
 *
 * @param all the word by which the expression names them: {@code probes['orders']}
 * @param one the same for one of them
 * @param common the fields that each of them has beside its own
 */
public record Subject(String all, String one, List<Output> common) {
    public static final Subject PROBES = new Subject("probes", "probe", Output.OF_EVERY_PROBE);
    public static final Subject ACTIVITIES = new Subject("activities", "activity", Output.OF_EVERY_ACTIVITY);

    /** With its article. */
    String named() {
        return (one.startsWith("a") ? "an " : "a ") + one;
    }
}
