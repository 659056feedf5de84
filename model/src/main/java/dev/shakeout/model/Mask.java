package dev.shakeout.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps secrets out of whatever is shown, sent or kept. There is one for each command: whoever comes by a secret covers it,
 * and from then on it is hidden wherever it would appear, by itself or inside a text, as it is or as it is commonly written
 * ({@link Spellings}). It knows values, not where they came from: what happens to be the same is hidden too.
 *
 * <p>Not hidden are true, false, yes, no and null, and what has fewer than {@value #SHORTEST} characters: that is no secret,
 * and no text would survive it. What has at most four, or only digits, is hidden where it stands alone.
 */
public final class Mask {
    public static final String HIDDEN = "•••";

    /** Where a text was cut by whoever wrote it, half a secret may be left. */
    private static final String CUT = "…";

    private static final int SHORTEST = 3;
    private static final int LONG_ENOUGH_ANYWHERE = 5;
    private static final Set<String> PLAIN_WORDS = Set.of("true", "false", "yes", "no", "null", "none");

    private final Set<String> covered = new LinkedHashSet<>();

    /** Longest first, as one may be part of another. */
    private volatile List<Form> forms = List.of();

    private record Form(String text, boolean alone) {}

    /** Hides a secret from now on; of an object or a list, all that is in it. */
    public void cover(Json secret) {
        switch (secret) {
            case Json.Obj(var members) -> members.values().forEach(this::cover);
            case Json.Arr(var items) -> items.forEach(this::cover);
            case Json.Str(String text) -> cover(text);
            case Json.Num _ -> cover(secret.text());
            case Json.Bool _, Json.Null _ -> {}
        }
    }

    private synchronized void cover(String secret) {
        String text = secret.strip();
        boolean plain = text.length() < SHORTEST || PLAIN_WORDS.contains(text.toLowerCase(Locale.ROOT));
        if (plain || !covered.add(secret)) {
            return;
        }
        var more = new ArrayList<>(forms);
        for (String spelling : Spellings.of(secret)) {
            boolean alone =
                    spelling.length() < LONG_ENOUGH_ANYWHERE || spelling.chars().allMatch(Character::isDigit);
            var form = new Form(spelling, alone);
            if (spelling.strip().length() >= SHORTEST && !more.contains(form)) {
                more.add(form);
            }
        }
        more.sort((a, b) -> Integer.compare(b.text.length(), a.text.length()));
        forms = List.copyOf(more);
    }

    /** Whether there is nothing to hide, so that nothing need be looked through. */
    public boolean isEmpty() {
        return forms.isEmpty();
    }

    public String hide(String text) {
        String shown = text;
        for (Form form : forms) {
            shown = form.alone ? withoutAlone(shown, form.text) : shown.replace(form.text, HIDDEN);
        }
        return isEmpty() || !shown.contains(CUT) ? shown : withoutHalves(shown);
    }

    /** The same value with every secret in its texts and keys hidden, and every number that is one. */
    public Json hide(Json json) {
        if (isEmpty()) {
            return json;
        }
        return switch (json) {
            case Json.Obj object -> hide(object);
            case Json.Arr(var items) -> Json.of(items.stream().map(this::hide).toList());
            case Json.Str(String text) -> Json.of(hide(text));
            case Json.Num _ -> hide(json.text()).equals(HIDDEN) ? Json.of(HIDDEN) : json;
            case Json.Bool _, Json.Null _ -> json;
        };
    }

    public Json.Obj hide(Json.Obj object) {
        if (isEmpty()) {
            return object;
        }
        var members = new LinkedHashMap<String, Json>();
        object.members().forEach((key, value) -> members.put(free(hide(key), members.keySet()), hide(value)));
        return new Json.Obj(members);
    }

    /** Two keys that differ in their secrets only are still two. */
    private static String free(String key, Set<String> taken) {
        String free = key;
        for (int i = 2; taken.contains(free); i++) {
            free = key + " (" + i + ")";
        }
        return free;
    }

    private static String withoutAlone(String text, String secret) {
        int at = text.indexOf(secret);
        if (at < 0) {
            return text;
        }
        var shown = new StringBuilder();
        int from = 0;
        for (; at >= 0; at = text.indexOf(secret, Math.max(at + 1, from))) {
            int end = at + secret.length();
            boolean alone = (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                    && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
            if (alone) {
                shown.append(text, from, at).append(HIDDEN);
                from = end;
            }
        }
        return shown.append(text, from, text.length()).toString();
    }

    /** Before a cut the beginning of a secret may stand, and after it the end of one. */
    private String withoutHalves(String text) {
        var shown = new StringBuilder();
        int from = 0;
        for (int cut = text.indexOf(CUT); cut >= 0; cut = text.indexOf(CUT, Math.max(cut + 1, from))) {
            int end = cut > from && text.charAt(cut - 1) == ' ' ? cut - 1 : cut;
            int beginning = beginningOfOne(text, from, end);
            shown.append(text, from, end - beginning).append(beginning > 0 ? HIDDEN : "");
            int start = text.startsWith(" ", cut + 1) ? cut + 2 : cut + 1;
            int ending = endOfOne(text, start);
            shown.append(text, end, start).append(ending > 0 ? HIDDEN : "");
            from = start + ending;
        }
        return shown.append(text, from, text.length()).toString();
    }

    /** How many characters before the end, and not before a place, are the beginning of a secret. */
    private int beginningOfOne(String text, int from, int end) {
        int longest = 0;
        for (Form form : forms) {
            int length = Math.min(form.text.length() - 1, end - from);
            while (length >= SHORTEST && !text.regionMatches(end - length, form.text, 0, length)) {
                length--;
            }
            longest = Math.max(longest, length >= SHORTEST ? length : 0);
        }
        return longest;
    }

    /** How many characters from a place on are the end of a secret. */
    private int endOfOne(String text, int start) {
        int longest = 0;
        for (Form form : forms) {
            int length = Math.min(form.text.length() - 1, text.length() - start);
            while (length >= SHORTEST && !text.regionMatches(start, form.text, form.text.length() - length, length)) {
                length--;
            }
            longest = Math.max(longest, length >= SHORTEST ? length : 0);
        }
        return longest;
    }

    @Override
    public String toString() {
        return "Mask[" + covered.size() + " secrets]";
    }
}
