package dev.shakeout.dialects;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;

/**
 * Writes JSON for people: indented by two, but a list or object of plain values that fits a line stays on it. What is
 * written is read back as the same value to the last digit.
 */
public final class JsonWriter {
    private static final int LINE = 120;

    private final StringBuilder out = new StringBuilder();

    private JsonWriter() {}

    /** Ends with a line break. */
    public static String write(Json json) {
        return written(json).toString();
    }

    /** Ends with a line break; does not close {@code out}. */
    public static void write(Json json, Writer out) throws IOException {
        out.append(written(json));
    }

    private static StringBuilder written(Json json) {
        var writer = new JsonWriter();
        writer.value(json, 0);
        return writer.out.append('\n');
    }

    // Streams would read better, but this writes every journal, and in a short run their code is still cold.
    private void value(Json json, int depth) {
        int start = out.length();
        boolean scalars = switch (json) {
            case Json.Obj(var members) -> mayFit(members.values());
            case Json.Arr(var items) -> mayFit(items);
            default -> true;
        };
        if (scalars) {
            line(json);
            boolean single = !(json instanceof Json.Obj || json instanceof Json.Arr);
            if (single || 2 * depth + out.length() - start <= LINE) {
                return;
            }
            out.setLength(start);
        }
        if (json instanceof Json.Obj(var members)) {
            char separator = '{';
            for (var member : members.entrySet()) {
                out.append(separator);
                newLine(depth + 1);
                quote(member.getKey());
                out.append(": ");
                value(member.getValue(), depth + 1);
                separator = ',';
            }
            newLine(depth);
            out.append('}');
        } else if (json instanceof Json.Arr(var items)) {
            char separator = '[';
            for (var item : items) {
                out.append(separator);
                newLine(depth + 1);
                value(item, depth + 1);
                separator = ',';
            }
            newLine(depth);
            out.append(']');
        }
    }

    private void newLine(int depth) {
        out.append('\n');
        for (int i = 0; i < depth; i++) {
            out.append("  ");
        }
    }

    private static boolean mayFit(Collection<Json> values) {
        if (values.size() > LINE) {
            return false;
        }
        for (Json value : values) {
            if (value instanceof Json.Obj || value instanceof Json.Arr) {
                return false;
            }
        }
        return true;
    }

    /** A scalar, or a list or object of scalars. */
    private void line(Json json) {
        switch (json) {
            case Json.Obj(var members) -> {
                String separator = "{";
                for (var member : members.entrySet()) {
                    out.append(separator);
                    quote(member.getKey());
                    out.append(": ");
                    line(member.getValue());
                    separator = ", ";
                }
                out.append(members.isEmpty() ? "{}" : "}");
            }
            case Json.Arr(var items) -> {
                String separator = "[";
                for (var item : items) {
                    out.append(separator);
                    line(item);
                    separator = ", ";
                }
                out.append(items.isEmpty() ? "[]" : "]");
            }
            case Json.Str(var value) -> quote(value);
            case Json.Num(var value) -> out.append(value);
            case Json.Bool(var value) -> out.append(value);
            case Json.Null.NULL -> out.append("null");
        }
    }

    private void quote(String text) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                continue;
            }
            out.append(text, written, i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                escape(c);
            }
            written = i + 1;
        }
        out.append(text, written, text.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                // U+2028 and U+2029 end a line in scripts, and journals are pasted into pages
                if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                    out.append("\\u%04x".formatted((int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
