package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what the outcome of a probe is compared with (litmus-go: pkg/probe/comparator). */
final class Comparator {
    static final Type<String> NUMBER_CRITERIA = Type.choice(">=", "<=", ">", "<", "==", "!=", "oneOf", "between");
    static final Type<String> TEXT_CRITERIA =
            Type.choice("equal", "notEqual", "contains", "matches", "notMatches", "oneOf");
    private static final Type<String> TYPES = Type.choice("int", "float", "string");
    static final Fidelity FAILED_COMMAND = new Fidelity.Approximated(
            "tolerance on what is written; a command that fails and writes nothing meets it, where Litmus takes it for a failure");
    static final Fidelity NEXT_NUMBER = new Fidelity.Approximated(
            "tolerance of the type range, which begins or ends a billionth away from the value, as both ends belong to it");

    private final Field all;
    private final Field type;
    private final Field criteria;
    private final Field value;
    private final boolean always;

    /** @param of what it is about, for the page */
    Comparator(String path, String of) {
        this(path, "tolerance on " + of, of.equals("stdout"));
    }

    private Comparator(String path, String as, boolean texts) {
        all = Field.kept(path, as);
        type = Field.kept(
                path + ".type", texts ? "whether it is compared as a number or as a text" : "nothing: it is a number");
        Field usual = Field.kept(path + ".criteria", as);
        criteria = texts ? usual.or(FAILED_COMMAND).or(NEXT_NUMBER) : usual;
        value = Field.kept(path + ".value", as);
        always = !texts;
    }

    List<Field> fields() {
        return List.of(type, criteria, value);
    }

    /** @param inputs that it stands in, which must have one */
    Optional<Comparison> read(Sheet inputs) {
        if (!inputs.demand(all, "")) {
            return Optional.empty();
        }
        return inputs.open(all).flatMap(this::comparison);
    }

    private Optional<Comparison> comparison(Sheet sheet) {
        Optional<String> kind = always ? sheet.take(type, Type.text()).or(() -> Optional.of("float")) : kind(sheet);
        boolean number = always || !kind.equals(Optional.of("string"));
        Type<String> words = number ? NUMBER_CRITERIA : TEXT_CRITERIA;
        Optional<String> word = sheet.demand(criteria, "; it must be " + words.allowed())
                ? sheet.look(criteria, Type.text()).map(text -> small(text, number))
                : Optional.empty();
        Optional<String> known = word.flatMap(text -> sheet.problems()
                .parse(
                        dev.shakeout.dialects.Tree.at(
                                sheet.look(criteria).orElseThrow().position(), dev.shakeout.model.Json.of(text)),
                        words,
                        "criteria"));
        Optional<String> than = sheet.require(value, Type.text());
        if (kind.isEmpty() || known.isEmpty() || than.isEmpty()) {
            return Optional.empty();
        }
        var comparison =
                new Comparison(sheet.look(value).orElseThrow().position(), kind.get(), known.get(), than.get());
        if (always) {
            sheet.record(criteria);
        } else {
            sheet.record(criteria, comparison.way().orElse(criteria.ways().getFirst()));
        }
        return comparison.isWhole(sheet) ? Optional.of(comparison) : Optional.empty();
    }

    private Optional<String> kind(Sheet sheet) {
        if (!sheet.demand(type, "; it must be " + TYPES.allowed())) {
            return Optional.empty();
        }
        sheet.record(type);
        return sheet.look(type, Type.text())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .flatMap(text -> {
                    if (List.of("int", "float", "string").contains(text)) {
                        return Optional.of(text);
                    }
                    return sheet.look(type, TYPES);
                });
    }

    /** Litmus takes Equal for equal. */
    private static String small(String word, boolean number) {
        var known = new ArrayList<>(
                number
                        ? List.of("oneOf", "between")
                        : Arrays.asList("equal", "notEqual", "contains", "matches", "notMatches", "oneOf"));
        return known.stream()
                .filter(each -> each.equalsIgnoreCase(word))
                .findFirst()
                .orElse(word);
    }
}
