package dev.shakeout.model;

import java.time.Duration;

/** When the hypothesis is checked and when rollbacks run; names and meaning as in Chaos Toolkit. */
public record Strategies(HypothesisWhen hypothesis, Duration frequency, boolean failFast, RollbackWhen rollbacks) {
    public static final Strategies DEFAULT =
            new Strategies(HypothesisWhen.DEFAULT, Duration.ofSeconds(1), false, RollbackWhen.DEFAULT);

    /** Whether a probe of the hypothesis is read in a phase: as it says itself, else by the strategy. */
    public boolean reads(Activity.Probe probe, Phase phase) {
        var own = probe.reads().phases();
        return hypothesis != HypothesisWhen.SKIP && (own.isEmpty() ? hypothesis.at(phase) : own.contains(phase));
    }

    /**
     * Whether a continuous probe is judged on what it has seen while faults were on. It samples all the while, so it is
     * unless somebody says otherwise.
     */
    public boolean judgesUnderFaults(Activity.Probe probe) {
        return reads(probe, Phase.DURING) || (probe.reads().phases().isEmpty() && hypothesis == HypothesisWhen.DEFAULT);
    }

    public enum HypothesisWhen {
        DEFAULT,
        BEFORE_METHOD_ONLY,
        AFTER_METHOD_ONLY,
        DURING_METHOD_ONLY,
        CONTINUOUSLY,
        /** Never: such a run shows what happens, and proves nothing. */
        SKIP;

        public boolean at(Phase phase) {
            return switch (phase) {
                case BEFORE -> this == DEFAULT || this == BEFORE_METHOD_ONLY || this == CONTINUOUSLY;
                case DURING -> this == DURING_METHOD_ONLY || this == CONTINUOUSLY;
                case AFTER -> this == DEFAULT || this == AFTER_METHOD_ONLY || this == CONTINUOUSLY;
            };
        }
    }

    /** Says when the file's own rollbacks run. Shakeout's own faults are always taken back, whatever this is. */
    public enum RollbackWhen {
        DEFAULT,
        ALWAYS,
        NEVER,
        DEVIATED
    }
}
