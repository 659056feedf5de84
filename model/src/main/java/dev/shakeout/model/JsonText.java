package dev.shakeout.model;

/** Writes a {@link Json} as compact JSON text on one line. */
final class JsonText {
    private JsonText() {}

    static String write(Json json) {
        var out = new StringBuilder();
        append(json, out);
        return out.toString();
    }

    private static void append(Json json, StringBuilder out) {
        switch (json) {
            case Json.Obj(var members) -> {
                String separator = "{";
                for (var member : members.entrySet()) {
                    out.append(separator);
                    quote(member.getKey(), out);
                    out.append(':');
                    append(member.getValue(), out);
                    separator = ",";
                }
                out.append(members.isEmpty() ? "{}" : "}");
            }
            case Json.Arr(var items) -> {
                String separator = "[";
                for (var item : items) {
                    out.append(separator);
                    append(item, out);
                    separator = ",";
                }
                out.append(items.isEmpty() ? "[]" : "]");
            }
            case Json.Str(var value) -> quote(value, out);
            case Json.Num(var value) ->
                out.append(
                        Math.abs(value.stripTrailingZeros().scale()) > 20 ? value.toString() : value.toPlainString());
            case Json.Bool(var value) -> out.append(value);
            case Json.Null.NULL -> out.append("null");
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
