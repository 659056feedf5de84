package dev.shakeout.conformance;

import tools.jackson.databind.JsonNode;

/**
 * What came of a case in one tool.
 *
 * @param tree what is compared: {@code exit}, {@code journal} (a text where there is none or it cannot be read), {@code
 *     traces} and {@code requests}, without anything that is different in every run
 * @param said what the tool wrote to its standard output and error
 */
record Outcome(JsonNode tree, String said) {
    static final String NO_JOURNAL = "none";
    static final String BROKEN_JOURNAL = "cannot be read";
}
