package dev.shakeout.engine;

import java.time.Duration;

/**
 * Whether one rung of one fault holds on this machine.
 *
 * @param tried whether it was brought about on a dummy; else only looked for what it needs
 * @param missing why it does not work; empty when it does
 * @param effect what was measured while it was on; empty when it was not tried
 * @param took how long the trial took
 */
public record Diagnosis(
        String fault,
        String rung,
        String needs,
        boolean works,
        boolean tried,
        String missing,
        String effect,
        Duration took) {
    static Diagnosis looked(Fault fault, Rung rung, String missing) {
        return new Diagnosis(
                fault.descriptor().name(),
                rung.name(),
                rung.needs(),
                missing.isEmpty(),
                false,
                missing,
                "",
                Duration.ZERO);
    }

    /** The same, with more to say of what is missing. */
    public Diagnosis lacking(String more) {
        return new Diagnosis(fault, rung, needs, works, tried, more, effect, took);
    }
}
