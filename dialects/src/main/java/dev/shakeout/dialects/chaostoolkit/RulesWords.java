package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.Rules;
import java.util.Locale;

/** The names of rules: on the command line, and in a journal. */
public final class RulesWords {
    private RulesWords() {}

    public static String of(Rules rules) {
        return rules.name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
