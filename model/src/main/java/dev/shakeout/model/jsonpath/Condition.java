package dev.shakeout.model.jsonpath;

import java.util.List;

/** What a filter asks of a value. */
sealed interface Condition {
    record And(List<Condition> all) implements Condition {
        public And {
            all = List.copyOf(all);
        }
    }

    record Or(List<Condition> any) implements Condition {
        public Or {
            any = List.copyOf(any);
        }
    }

    record Not(Condition negated) implements Condition {}

    /** Holds when any value of the left has this relation to any of the right. */
    record Compared(Operand left, Relation relation, Operand right) implements Condition {}

    /** A path that leads anywhere, or a value that Python takes for true. */
    record Holds(Operand operand) implements Condition {}
}
