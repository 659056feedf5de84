package dev.shakeout.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/** How a text is written in other texts: in JSON, in a URL, in a page, in a shell, in base64. */
final class Spellings {
    /** Fewer would be found in any base64, and fewer bytes need no hiding there. */
    private static final int LEAST_BASE64 = 8;

    /** A key or a certificate has many lines, and each is shown where lines are shown one by one. */
    private static final int LEAST_LINE = 8;

    private Spellings() {}

    /** All of them, the text itself among them. */
    static Set<String> of(String text) {
        var spellings = new LinkedHashSet<String>();
        spellings.add(text);
        spellings.add(text.strip());
        text.lines()
                .map(String::strip)
                .filter(line -> line.length() >= LEAST_LINE)
                .forEach(spellings::add);
        for (String plain : Set.copyOf(spellings)) {
            spellings.add(inQuotes(Json.of(plain).compact()));
            spellings.add(inQuotes(ascii(Json.of(plain).compact())));
            spellings.add(inQuotes(PythonText.of(Json.of(java.util.List.of(Json.of(plain))))));
            spellings.add(Wording.clean(plain));
            spellings.add(plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
            spellings.add(plain.replace("'", "'\\''"));
            byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
            spellings.add(new String(bytes, StandardCharsets.ISO_8859_1)); // as by one who knows no other letters
            inUrls(plain, spellings);
            inBase64(bytes, spellings);
        }
        return spellings;
    }

    /** Without what stands around the text: "…" of JSON, ['…'] of Python. */
    private static String inQuotes(String written) {
        int edge = written.startsWith("[") ? 2 : 1;
        return written.substring(edge, written.length() - edge);
    }

    /** As Python's json writes what is not ASCII. */
    private static String ascii(String json) {
        var ascii = new StringBuilder();
        json.chars().forEach(c -> ascii.append(c < 0x7f ? Character.toString(c) : "\\u%04x".formatted(c)));
        return ascii.toString();
    }

    private static void inUrls(String text, Set<String> spellings) {
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String query = form.replace("+", "%20");
        spellings.add(form);
        spellings.add(query);
        spellings.add(lowerHex(query));
        var asTyped = new StringBuilder(); // what a URL may hold stays, as in an address that was put together by hand
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean allowed = b > ' ' && b < 0x7f && "\"<>\\^`{|}".indexOf(b) < 0;
            asTyped.append(allowed ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
        }
        spellings.add(asTyped.toString());
    }

    private static String lowerHex(String encoded) {
        var lower = new StringBuilder(encoded);
        for (int i = lower.indexOf("%"); i >= 0 && i + 2 < lower.length(); i = lower.indexOf("%", i + 1)) {
            lower.setCharAt(i + 1, Character.toLowerCase(lower.charAt(i + 1)));
            lower.setCharAt(i + 2, Character.toLowerCase(lower.charAt(i + 2)));
        }
        return lower.toString();
    }

    /** Three bytes are four letters, so it depends on what stands before the text: nothing, or one or two bytes more. */
    private static void inBase64(byte[] bytes, Set<String> spellings) {
        for (int before = 0; before < 3; before++) {
            var shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = (before * 8 + 5) / 6; // the letters that are not of these bytes alone
            int to = shifted.length * 8 / 6;
            if (to - from >= LEAST_BASE64) {
                String own = encoded.substring(from, to);
                spellings.add(own);
                spellings.add(own.replace('+', '-').replace('/', '_'));
            }
        }
    }
}
