package dev.shakeout.conformance;

import dev.shakeout.model.Json;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The kinds of mistakes that a schema cannot see, each with how the reader tells it. docs/schema.md lists them for people;
 * whatever else the reader refuses, the schema must refuse.
 */
enum OnlyTheReader {
    /** A ref, a probe of a halt condition, a name that stands twice. */
    NAMES(
            "no (activity|probe) of the (hypothesis|method).* is named|comes later; an activity can wait|cannot wait for itself|no control is named|the name '.*' is taken"
                    + "|is an action; a halt condition watches|a fault cannot be a rollback|must not wait for a second probe"),
    /** The tolerance of a probe that is only named. */
    TOLERANCES_ELSEWHERE("'tolerance' (is missing|has no value) in a halt condition") {
        @Override
        boolean fits(Json written) {
            return !(written instanceof Json.Obj condition
                    && condition.get("probe").orElse(Json.Null.NULL) instanceof Json.Obj);
        }
    },
    /** A schema cannot compare 400ms with 30s. */
    AMOUNTS("(out of range; must be|must be) (a duration|a percentage|a size|a rate|a bandwidth|a number of seconds)"
            + "|is more than any machine has|its unit must be B, KB"),
    /** A text that is a number is only text to a schema. */
    NUMBERS_AS_TEXT(
            "^[^:]*: '?-?[\\d.]+'? (is out of range; must be a (whole )?number|is not a whole number|must be all)") {
        @Override
        boolean fits(Json written) {
            return written instanceof Json.Str;
        }
    },
    /** To a schema, 1.0 is as whole as 1. */
    WHOLE_FRACTIONS("a number with a fraction") {
        @Override
        boolean fits(Json written) {
            return written instanceof Json.Num number && number.whole();
        }
    },
    /** Languages of their own. */
    EXPRESSIONS(
            "is neither an address|is no address|addresses are given|is no port|names (nobody|no port)|the length of a net's prefix|is not a regular expression|is no JSONPath|^(when|if): |is not a path|is not an http or https URL"),
    /** What holds between several values. */
    BETWEEN_VALUES(
            "sets no limit|nothing else has the draw|has another (kind|mode|include-new)|'include-new' (needs|goes only with)|a list of two numbers, the smaller first|unknown key 'p0+(\\.0+)?'"),
    /** What lies outside of the file. */
    OUTSIDE("the environment variable .* is not set|does not fit its env_var_type"),
    /** Nothing is known of what a placeholder stands for. */
    PLACEHOLDERS("") {
        @Override
        boolean fits(Json written) {
            return PLACEHOLDER.matcher(written.text()).find();
        }
    };

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$[{_a-zA-Z]");

    private final Pattern told;

    OnlyTheReader(String told) {
        this.told = Pattern.compile(told);
    }

    /** @param written what stands at the place of the mistake, before anything was filled in */
    boolean fits(Json written) {
        return true;
    }

    static boolean knows(String message, Json written) {
        return Arrays.stream(values())
                .anyMatch(kind -> kind.told.matcher(message).find() && kind.fits(written));
    }
}
