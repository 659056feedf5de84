package dev.shakeout.model;

import java.time.Duration;
import java.util.Optional;

/** One entry of a method, a hypothesis or the rollbacks. */
public sealed interface Activity {
    Written written();

    Provider provider();

    default String name() {
        return written().name();
    }

    default Pauses pauses() {
        return written().pauses();
    }

    default boolean background() {
        return written().background();
    }

    default Position position() {
        return written().position();
    }

    /** As written in the file, for the journal. */
    default Json.Obj source() {
        return written().source();
    }

    Activity with(Written other);

    /**
     * What every activity has.
     *
     * @param dry what the activity says of itself, whatever the run pretends
     * @param source as written in the file, for the journal
     */
    record Written(
            String name, Pauses pauses, boolean background, Optional<Dry> dry, Position position, Json.Obj source) {
        /** Without anything beside its name. */
        public static Written named(String name, Position position) {
            return new Written(name, Pauses.NONE, false, Optional.empty(), position, Json.object("name", name));
        }

        public Written withName(String other) {
            return new Written(other, pauses, background, dry, position, source);
        }

        public Written withSource(Json.Obj other) {
            return new Written(name, pauses, background, dry, position, other);
        }

        public Written withPauses(Pauses other) {
            return new Written(name, other, background, dry, position, source);
        }

        public Written inBackground(boolean other) {
            return new Written(name, pauses, other, dry, position, source);
        }
    }

    /**
     * Reads something; changes nothing.
     *
     * @param reads when, if it is one of the hypothesis
     */
    record Probe(Written written, Provider provider, Optional<Tolerance> tolerance, Retry retry, Reads reads)
            implements Activity {
        /**
         * One that is read when the strategy says.
         *
         * @param within how long the tolerance may take to be met; zero reads once
         */
        public Probe(Written written, Provider provider, Optional<Tolerance> tolerance, Duration within) {
            this(written, provider, tolerance, Retry.within(within), Reads.BY_STRATEGY);
        }

        @Override
        public Probe with(Written other) {
            return new Probe(other, provider, tolerance, retry, reads);
        }

        public Probe judgedBy(Optional<Tolerance> other) {
            return new Probe(written, provider, other, retry, reads);
        }
    }

    /** Changes something: a fault, or a call to a provider. */
    record Action(Written written, Provider provider) implements Activity {
        @Override
        public Action with(Written other) {
            return new Action(other, provider);
        }
    }

    /** How long to wait before and after. */
    record Pauses(Duration before, Duration after) {
        public static final Pauses NONE = new Pauses(Duration.ZERO, Duration.ZERO);
    }
}
