package dev.shakeout.dialects.foreign;

import java.util.ArrayList;
import java.util.List;

/**
 * A field of another tool's format. A reader can take it in one of these ways and no other, so the pages of docs/dialects
 * list them all.
 *
 * @param path as that tool's own documentation writes it: spec.delay.latency
 * @param ways what can become of it, the usual one first
 */
public record Field(String path, List<Fidelity> ways) {
    public Field {
        ways = List.copyOf(ways);
    }

    public static Field kept(String path, String as) {
        return new Field(path, List.of(new Fidelity.Kept(as)));
    }

    public static Field approximated(String path, String how) {
        return new Field(path, List.of(new Fidelity.Approximated(how)));
    }

    public static Field notSupported(String path, String why) {
        return new Field(path, List.of(new Fidelity.NotSupported(why)));
    }

    public Field or(Fidelity other) {
        var more = new ArrayList<>(ways);
        more.add(other);
        return new Field(path, more);
    }

    /** The same field where it stands in something else: in a template of a workflow, say. */
    public Field under(String place) {
        return new Field(place + path, ways);
    }

    Fidelity usual() {
        return ways.getFirst();
    }

    /** Its last word: the key that it is read by. */
    public String key() {
        return path.substring(path.lastIndexOf('.') + 1).replace("[]", "");
    }
}
