package dev.shakeout.model;

import java.util.Locale;
import java.util.Optional;

/** What of a run is only pretended, as in Chaos Toolkit's --dry. */
public enum Dry {
    NOTHING,
    PROBES,
    ACTIONS,
    ACTIVITIES,
    PAUSE;

    /** What of a test's substance is only pretended; such a run proves nothing either way. */
    public Optional<String> leftOut() {
        return switch (this) {
            case NOTHING, PAUSE -> Optional.empty();
            case PROBES, ACTIONS, ACTIVITIES -> Optional.of(word());
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean probes() {
        return this == PROBES || this == ACTIVITIES;
    }

    /** An activity that says something about itself is not asked twice. */
    public boolean skips(Activity activity) {
        Dry dry = activity.written().dry().orElse(this);
        return switch (activity) {
            case Activity.Probe _ -> dry.probes();
            case Activity.Action _ -> dry == ACTIONS || dry == ACTIVITIES;
        };
    }

    public boolean skipsPausesOf(Activity activity) {
        return activity.written().dry().orElse(this) == PAUSE || skips(activity);
    }
}
