package dev.shakeout.conformance;

/**
 * One place where two outcomes are not the same.
 *
 * @param path such as {@code journal.run[0].status}
 * @param expected what the reference has there, as JSON, or {@link #NOTHING}
 * @param actual what the other one has there
 */
record Difference(String path, String expected, String actual) {
    static final String NOTHING = "(nothing)";
    private static final int LIMIT = 300;

    @Override
    public String toString() {
        return "%s%n    expected %s%n    but was  %s".formatted(path, shortened(expected), shortened(actual));
    }

    private static String shortened(String text) {
        return text.length() <= LIMIT ? text : text.substring(0, LIMIT) + " ... (" + text.length() + " characters)";
    }
}
