package dev.shakeout.engine;

/**
 * How a run departs from what its file says.
 *
 * @param dry what is only pretended, as in Chaos Toolkit's --dry
 */
public record RunOptions(Dry dry) {
    public static final RunOptions NONE = new RunOptions(Dry.NOTHING);

    public enum Dry {
        NOTHING,
        PROBES,
        ACTIONS,
        ACTIVITIES,
        PAUSE;

        boolean probes() {
            return this == PROBES || this == ACTIVITIES;
        }

        boolean actions() {
            return this == ACTIONS || this == ACTIVITIES;
        }

        boolean pauses() {
            return this == PAUSE || this == ACTIVITIES;
        }
    }
}
