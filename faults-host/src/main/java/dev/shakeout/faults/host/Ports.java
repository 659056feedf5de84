package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Ports and ranges of them, of TCP or UDP. */
record Ports(List<Range> ranges) {
    static final Ports ALL = new Ports(List.of());
    static final Type<Ports> TYPE = new Kind();

    private static final int MOST = 65_535;
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");

    record Range(int first, int last) {
        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    Ports {
        ranges = List.copyOf(ranges);
    }

    boolean all() {
        return ranges.isEmpty();
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }

    private record Kind() implements Type<Ports> {
        @Override
        public String name() {
            return "ports";
        }

        @Override
        public String allowed() {
            return "ports from 1 to " + MOST + " or ranges such as 8000-8100, as a list or with commas between them";
        }

        @Override
        public Ports parse(Json json) {
            var ranges = new ArrayList<Range>();
            for (String text : Type.texts().parse(json)) {
                for (String part : text.split(",", -1)) {
                    ranges.add(range(part.strip()));
                }
            }
            if (ranges.isEmpty()) {
                throw new BadValue("an empty list names no port; must be " + allowed());
            }
            return new Ports(ranges);
        }

        private Range range(String text) {
            var match = FORM.matcher(text);
            if (match.matches()) {
                int first = Integer.parseInt(match.group(1));
                int last = match.group(2) == null ? first : Integer.parseInt(match.group(2));
                if (first >= 1 && first <= last && last <= MOST) {
                    return new Range(first, last);
                }
            }
            throw new BadValue("'" + text + "' is no port; must be " + allowed());
        }

        @Override
        public Json.Obj schema() {
            return Type.texts().schema().with("examples", Json.of(List.of(Json.of("5432"), Json.of("8000-8100"))));
        }
    }
}
