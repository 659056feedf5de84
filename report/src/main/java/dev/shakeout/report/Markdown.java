package dev.shakeout.report;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of GitHub's Markdown. Text from outside is escaped here, so that it can start no markup and no HTML. */
final class Markdown {
    private Markdown() {}

    /** On one line, with every character that Markdown could read as markup escaped. */
    static String text(String words) {
        var out = new StringBuilder();
        Plain.line(words).codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\\', '`', '*', '_', '[', ']', '#', '|', '~', '!' ->
                    out.append('\\').appendCodePoint(c);
                // A word joiner keeps GitHub from reading this as the name of a user.
                case '@' -> out.append("@&#8288;");
                default -> out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    static String table(List<String> columns, List<List<String>> rows) {
        String head = line(columns) + "\n|" + " --- |".repeat(columns.size());
        return rows.stream()
                .map(row -> line(row.stream().map(Markdown::text).toList()))
                .collect(Collectors.joining("\n", head + "\n", ""));
    }

    private static String line(List<String> cells) {
        return cells.stream().map(c -> c.isBlank() ? " " : c).collect(Collectors.joining(" | ", "| ", " |"));
    }

    static String list(List<String> items) {
        return items.stream().map(item -> "- " + text(item)).collect(Collectors.joining("\n"));
    }

    /** Text as it is, between fences longer than any in it. */
    static String block(String code) {
        String visible = Plain.visible(code);
        String fence = "```";
        while (visible.contains(fence)) {
            fence += "`";
        }
        return fence + "sh\n" + visible + "\n" + fence;
    }
}
