package dev.shakeout.drivers.chaostoolkit;

import java.util.List;
import java.util.regex.Pattern;

/** What Chaos Toolkit writes on a terminal. */
final class Said {
    /** Colours, and "[2026-01-02 03:04:05 ERROR] ". */
    private static final Pattern HEAD = Pattern.compile("(?:\\x1b\\[[0-9;]*m)|^\\[[^]]*(?:ERROR|CRITICAL)\\s*\\]\\s*");

    private static final Pattern COMPLAINT = Pattern.compile("^\\[[^]]*(?:ERROR|CRITICAL)\\s*\\]");
    private static final int LONGEST = 1000;

    private Said() {}

    /** Its errors, or the last line where it calls nothing one, as of a traceback. */
    static String complaints(String text) {
        List<String> lines = text.lines()
                .map(line -> line.replaceAll("\\x1b\\[[0-9;]*m", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        List<String> errors = lines.stream()
                .filter(line -> COMPLAINT.matcher(line).find())
                .map(line -> HEAD.matcher(line).replaceAll("").strip())
                .distinct()
                .toList();
        String words =
                errors.isEmpty() ? lines.isEmpty() ? "it says nothing" : lines.getLast() : String.join("; ", errors);
        return words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
    }
}
