package dev.shakeout.model;

import java.util.Locale;

/** When a steady state was checked, relative to the method. */
public enum Phase {
    BEFORE,
    DURING,
    AFTER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
