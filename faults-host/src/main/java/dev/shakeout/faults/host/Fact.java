package dev.shakeout.faults.host;

import dev.shakeout.model.Inverse;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing that was seen on a host.
 *
 * @param place where: empty for the host itself, else "in the network of process x (pid 4)"; a place may be gone later
 * @param slot what: "limit of open files", "nftables table inet x"
 * @param value how it is; empty when all there is to say is that it is there
 * @param keys words that a run's steps must all name for it to be the run's doing; empty when it is so in any case. What
 *     carries a {@link Token} is judged by that alone
 * @param remove the command that removes it where it should not be, if one is known
 * @param restore the command that brings it about where it should be, if one is known
 */
record Fact(
        String place, String slot, String value, Set<String> keys, Optional<String> remove, Optional<String> restore) {

    static final String ONCE = "once";
    private static final String TIMES = " times";

    static Fact there(String place, String slot, Set<String> keys, String remove) {
        return new Fact(place, slot, "", keys, Optional.of(remove), Optional.empty());
    }

    static Fact value(String place, String slot, String value, Set<String> keys, Optional<String> restore) {
        return new Fact(place, slot, value, keys, Optional.empty(), restore);
    }

    String where() {
        return place.isEmpty() ? slot : slot + " " + place;
    }

    /** Of a thing that can be there many times over, such as a rule: once more. Of any other the same. */
    Fact again() {
        if (!value.equals(ONCE) && !value.endsWith(TIMES)) {
            return this;
        }
        int times = value.equals(ONCE) ? 2 : Integer.parseInt(value.substring(0, value.indexOf(' '))) + 1;
        return new Fact(place, slot, times + TIMES, keys, remove, restore);
    }

    /** A command as a person can paste it. */
    static String command(String... words) {
        return Arrays.stream(words)
                .map(word -> word.matches("[\\w/.:=,+@%-]+") ? word : Inverse.quote(word))
                .collect(Collectors.joining(" "));
    }
}
