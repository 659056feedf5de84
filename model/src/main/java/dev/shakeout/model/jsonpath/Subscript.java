package dev.shakeout.model.jsonpath;

import java.util.List;
import java.util.Optional;

/** One way from a value to others. */
sealed interface Subscript {
    record Name(String name) implements Subscript {}

    /** An item of a list; a negative index counts from its end. */
    record Index(int index) implements Subscript {}

    /** Items of a list, as Python's slices, but an end before the start of the list is not moved to it. */
    record Slice(Optional<Integer> start, Optional<Integer> end, int step) implements Subscript {}

    /** Every member or item. */
    record Every() implements Subscript {}

    /** The value itself where the condition holds. */
    record Where(Condition condition) implements Subscript {}

    /** The member or item that another path names. */
    record At(Path path) implements Subscript {}

    record Call(Function function, List<Operand> arguments) implements Subscript {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }
}
