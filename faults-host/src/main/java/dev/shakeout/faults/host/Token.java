package dev.shakeout.faults.host;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name that no two injections share, on this host and over time. It goes into every rule, folder and command line that
 * an injection makes, so that its inverse touches nothing else.
 */
record Token(String text) {
    private static final String PREFIX = "shakeout-";

    private static final Pattern IN_TEXT = Pattern.compile("shakeout[-_]([0-9a-f]{12})(?![0-9a-f])");

    static Token fresh() {
        return new Token(PREFIX + UUID.randomUUID().toString().replace("-", "").substring(0, 12));
    }

    /** For names in which no hyphen may stand, such as an nftables table. */
    String identifier() {
        return text.replace('-', '_');
    }

    /** Whether a command line is one of our own children. */
    static boolean marks(List<String> argv) {
        return argv.stream().anyMatch(word -> word.startsWith("--token=" + PREFIX));
    }

    /** Every token that a text carries, in either of its forms. */
    static Set<Token> in(String text) {
        return IN_TEXT.matcher(text)
                .results()
                .map(found -> new Token(PREFIX + found.group(1)))
                .collect(Collectors.toUnmodifiableSet());
    }

    String option() {
        return "--token=" + text;
    }

    /** Up to 31 bits that follow from the token, for numbers that have to differ between injections. */
    int number() {
        return (int) (Long.parseLong(text.substring(text.length() - 8).toLowerCase(Locale.ROOT), 16) & 0x7fff_ffffL);
    }
}
