package dev.shakeout.dialects.foreign;

/** How much of what a field says is said by ours. */
public sealed interface Fidelity {
    /** @param as what it becomes, as the end of the sentence "it is kept as …" */
    record Kept(String as) implements Fidelity {
        @Override
        public String word() {
            return "kept";
        }

        @Override
        public String detail() {
            return as;
        }
    }

    /** @param how what is done instead, and what differs by it */
    record Approximated(String how) implements Fidelity {
        @Override
        public String word() {
            return "approximated";
        }

        @Override
        public String detail() {
            return how;
        }
    }

    /**
     * A file that says it is refused.
     *
     * @param why it cannot be said, and what to do
     */
    record NotSupported(String why) implements Fidelity {
        @Override
        public String word() {
            return "not supported";
        }

        @Override
        public String detail() {
            return why;
        }
    }

    /** For tables and JSON. */
    String word();

    String detail();
}
