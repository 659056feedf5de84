package dev.shakeout.dialects;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Writes JSON for people: indented by two, but a list or object of plain values that fits a line stays on it. What is
 * written is read back as the same value to the last digit.
 */
public final class JsonWriter {
    private static final int LINE = 120;

    private final Writer out;

    private JsonWriter(Writer out) {
        this.out = out;
    }

    public static String write(Json json) {
        var out = new StringWriter();
        try {
            write(json, out);
        } catch (IOException e) {
            throw new UncheckedIOException("a string in memory cannot fail", e);
        }
        return out.toString();
    }

    /** Ends with a line break; does not close {@code out}. */
    public static void write(Json json, Writer out) throws IOException {
        new JsonWriter(out).value(json, 0);
        out.write('\n');
    }

    private void value(Json json, int depth) throws IOException {
        switch (json) {
            case Json.Obj(var members)
            when !fitsLine(members.values(), json, depth) -> {
                String separator = "{";
                for (var member : members.entrySet()) {
                    out.write(separator);
                    newLine(depth + 1);
                    out.write(quoted(member.getKey()) + ": ");
                    value(member.getValue(), depth + 1);
                    separator = ",";
                }
                newLine(depth);
                out.write('}');
            }
            case Json.Arr(var items)
            when !fitsLine(items, json, depth) -> {
                String separator = "[";
                for (var item : items) {
                    out.write(separator);
                    newLine(depth + 1);
                    value(item, depth + 1);
                    separator = ",";
                }
                newLine(depth);
                out.write(']');
            }
            default -> out.write(line(json));
        }
    }

    private void newLine(int depth) throws IOException {
        out.write('\n');
        out.write("  ".repeat(depth));
    }

    private static boolean fitsLine(Collection<Json> values, Json whole, int depth) {
        boolean plain = values.stream().noneMatch(value -> value instanceof Json.Obj || value instanceof Json.Arr);
        return plain && values.size() <= LINE && 2 * depth + line(whole).length() <= LINE;
    }

    /** A scalar, or a list or object of scalars. */
    private static String line(Json json) {
        return switch (json) {
            case Json.Obj(var members) ->
                members.entrySet().stream()
                        .map(member -> quoted(member.getKey()) + ": " + line(member.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Json.Arr(var items) ->
                items.stream().map(JsonWriter::line).collect(Collectors.joining(", ", "[", "]"));
            case Json.Str(var value) -> quoted(value);
            case Json.Num(var value) -> value.toString();
            case Json.Bool(var value) -> String.valueOf(value);
            case Json.Null.NULL -> "null";
        };
    }

    private static String quoted(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    boolean loneSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
                    // U+2028 and U+2029 end a line in scripts, and journals are pasted into pages
                    if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || loneSurrogate) {
                        out.append("\\u%04x".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
