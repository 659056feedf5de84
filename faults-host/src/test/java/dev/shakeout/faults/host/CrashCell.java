package dev.shakeout.faults.host;

import java.util.Set;

/** One cell of the crash matrix: what is on, when, and who is killed then. */
record CrashCell(FaultCase fault, Kill kill, Point point) {
    /** Who is killed, with SIGKILL. */
    enum Kill {
        RUNNER,
        SENTINEL,
        RUNNER_AND_SENTINEL,
        PROCESS_GROUP,
        /** The stressor or proxy that the fault has started. */
        CHILD;

        boolean sparesRunner() {
            return this == SENTINEL || this == CHILD;
        }
    }

    /** The point of an injection's life. */
    enum Point {
        /** The entry is in the ledger, its step not yet taken. */
        WRITTEN,
        HALF_TAKEN,
        ON,
        HALF_TAKEN_BACK
    }

    /** What of it a sample must contain at least once. */
    Set<Object> features() {
        return Set.of(fault.toString(), kill, point);
    }

    @Override
    public String toString() {
        return fault + ", " + kill + " killed, " + point;
    }
}
