package dev.shakeout.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** What it waits for, and what must then hold. */
    default Cue cue() {
        return written().cue();
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
            String name,
            Pauses pauses,
            boolean background,
            Optional<Dry> dry,
            Cue cue,
            Position position,
            Json.Obj source) {
        /** Without anything beside its name. */
        public static Written named(String name, Position position) {
            return new Written(
                    name, Pauses.NONE, false, Optional.empty(), Cue.NONE, position, Json.object("name", name));
        }

        public Written withName(String other) {
            return new Written(other, pauses, background, dry, cue, position, source);
        }

        public Written withSource(Json.Obj other) {
            return new Written(name, pauses, background, dry, cue, position, other);
        }

        public Written withPauses(Pauses other) {
            return new Written(name, other, background, dry, cue, position, source);
        }

        public Written inBackground(boolean other) {
            return new Written(name, pauses, other, dry, cue, position, source);
        }

        public Written on(Cue other) {
            return new Written(name, pauses, background, dry, other, position, source);
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

    /**
     * What an activity of the method waits for before its pause, and what must then hold for it to be carried out.
     *
     * @param after names of activities that stand before it and must have ended, with the pauses after them; one that was
     *     skipped has ended
     * @param condition over what activities before it gave; one that asks about activities waits for their end too
     */
    record Cue(List<String> after, Optional<Expression> condition) {
        public static final Cue NONE = new Cue(List.of(), Optional.empty());

        public Cue {
            after = List.copyOf(after);
        }

        /** Those whose end it waits for, each once. */
        public List<String> awaited() {
            return Stream.concat(after.stream(), asked().stream()).distinct().toList();
        }

        /** Those that the condition asks about, each once. */
        public List<String> asked() {
            return condition.stream()
                    .flatMap(expression -> expression.fields().stream())
                    .map(Expression.Field::probe)
                    .distinct()
                    .toList();
        }

        /** It begins when its turn comes. */
        public boolean isNone() {
            return after.isEmpty() && condition.isEmpty();
        }

        /** "after 'a' and 'b', if activities['a'].status == 200"; empty when it waits for nothing. */
        public String words() {
            String waits = after.isEmpty() ? "" : "after '" + String.join("' and '", after) + "'";
            String holds =
                    condition.map(expression -> "if " + expression.text()).orElse("");
            return waits + (waits.isEmpty() || holds.isEmpty() ? "" : ", ") + holds;
        }
    }

    /** How long to wait before and after. */
    record Pauses(Duration before, Duration after) {
        public static final Pauses NONE = new Pauses(Duration.ZERO, Duration.ZERO);
    }
}
