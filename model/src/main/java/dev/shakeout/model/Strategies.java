package dev.shakeout.model;

import java.time.Duration;

/** When the hypothesis is checked and when rollbacks run; names and meaning as in Chaos Toolkit. */
public record Strategies(HypothesisWhen hypothesis, Duration frequency, boolean failFast, RollbackWhen rollbacks) {
    public static final Strategies DEFAULT =
            new Strategies(HypothesisWhen.DEFAULT, Duration.ofSeconds(1), false, RollbackWhen.DEFAULT);

    public enum HypothesisWhen {
        DEFAULT,
        BEFORE_METHOD_ONLY,
        AFTER_METHOD_ONLY,
        DURING_METHOD_ONLY,
        CONTINUOUSLY,
        /** Never: such a run shows what happens, and proves nothing. */
        SKIP;

        public boolean before() {
            return this == DEFAULT || this == BEFORE_METHOD_ONLY || this == CONTINUOUSLY;
        }

        public boolean during() {
            return this == DURING_METHOD_ONLY || this == CONTINUOUSLY;
        }

        public boolean after() {
            return this == DEFAULT || this == AFTER_METHOD_ONLY || this == CONTINUOUSLY;
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
