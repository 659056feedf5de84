package dev.shakeout.dialects.gremlin;

import dev.shakeout.model.BadValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** Sets of ports: 80,8000-8100, or all but some. */
final class Ports {
    private static final int LAST = 65_535;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    private Ports() {}

    /**
     * @return ports and ranges as our faults take them; none for all
     * @throws BadValue it is no list of ports, or nothing is left of it
     */
    static List<String> ranges(Exclusions ports) {
        var met = new BitSet(LAST + 1);
        if (ports.only().isEmpty()) {
            met.set(1, LAST + 1);
        }
        ports.only().forEach(port -> range(port, met, true));
        ports.but().forEach(port -> range(port, met, false));
        if (met.isEmpty()) {
            throw new BadValue("no port is left when those with a ^ are taken away");
        }
        return met.cardinality() == LAST ? List.of() : ranges(met);
    }

    private static List<String> ranges(BitSet met) {
        var ranges = new ArrayList<String>();
        for (int from = met.nextSetBit(0); from >= 0; ) {
            int to = met.nextClearBit(from) - 1;
            ranges.add(from == to ? String.valueOf(from) : from + "-" + to);
            from = met.nextSetBit(to + 1);
        }
        return ranges;
    }

    private static void range(String text, BitSet met, boolean on) {
        var match = RANGE.matcher(text);
        int from = match.matches() ? Integer.parseInt(match.group(1)) : 0;
        int to = match.matches() && match.group(2) != null ? Integer.parseInt(match.group(2)) : from;
        if (from < 1 || to > LAST || to < from) {
            throw new BadValue("'" + text + "' is no port and no range of ports");
        }
        met.set(from, to + 1, on);
    }
}
