package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import java.util.Locale;
import java.util.Optional;

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

        /** What of a test's substance is only pretended; such a run proves nothing either way. */
        Optional<String> leftOut() {
            return switch (this) {
                case NOTHING, PAUSE -> Optional.empty();
                case PROBES, ACTIONS, ACTIVITIES -> Optional.of(name().toLowerCase(Locale.ROOT));
            };
        }

        boolean probes() {
            return this == PROBES || this == ACTIVITIES;
        }

        boolean skips(Activity activity) {
            return switch (activity) {
                case Activity.Probe _ -> probes();
                case Activity.Action _ -> this == ACTIONS || this == ACTIVITIES;
            };
        }

        boolean skipsPausesOf(Activity activity) {
            return this == PAUSE || skips(activity);
        }
    }
}
