package dev.shakeout.dialects.gremlin;

import java.util.ArrayList;
import java.util.List;

/**
 * Names, addresses or ports with commas between them, of which those with a ^ before them are left alone.
 *
 * @param only what is met; all if there is nothing
 * @param but what is not
 */
record Exclusions(List<String> only, List<String> but) {
    static final Exclusions NONE = new Exclusions(List.of(), List.of());

    static Exclusions of(String text) {
        var only = new ArrayList<String>();
        var but = new ArrayList<String>();
        for (String part : text.split("[,\\s]+", -1)) {
            if (part.startsWith("^")) {
                but.add(part.substring(1));
            } else if (!part.isEmpty()) {
                only.add(part);
            }
        }
        return new Exclusions(List.copyOf(only), List.copyOf(but));
    }

    boolean isEmpty() {
        return only.isEmpty() && but.isEmpty();
    }

    Exclusions and(Exclusions other) {
        var both = new ArrayList<>(only);
        both.addAll(other.only);
        var neither = new ArrayList<>(but);
        neither.addAll(other.but);
        return new Exclusions(List.copyOf(both), List.copyOf(neither));
    }
}
