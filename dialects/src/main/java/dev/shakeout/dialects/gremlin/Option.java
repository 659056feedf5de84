package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * An argument of an attack's command line.
 *
 * @param names how it is written: --cores and -c; the first is the key of the field
 */
record Option(Field field, List<String> names, Form form) {
    /** What follows it. */
    enum Form {
        FLAG,
        VALUE,
        /** Several values with commas between them, or the option several times. */
        LIST
    }

    Option {
        names = List.copyOf(names);
    }

    static Option value(String attack, String as, String... names) {
        return new Option(Field.kept(attack + "." + names[0], as), List.of(names), Form.VALUE);
    }

    static Option flag(String attack, String as, String... names) {
        return new Option(Field.kept(attack + "." + names[0], as), List.of(names), Form.FLAG);
    }

    static Option list(String attack, String as, String... names) {
        return new Option(Field.kept(attack + "." + names[0], as), List.of(names), Form.LIST);
    }

    Option or(Fidelity other) {
        return new Option(field.or(other), names, form);
    }

    /** It is never taken in the first way. */
    Option only(Fidelity way) {
        return new Option(new Field(field.path(), List.of(way)), names, form);
    }

    /** The same argument with more names. */
    Option also(String name) {
        var more = new ArrayList<>(names);
        more.add(name);
        return new Option(field, more, form);
    }

    String key() {
        return names.getFirst();
    }

    boolean isFlag() {
        return form == Form.FLAG;
    }
}
