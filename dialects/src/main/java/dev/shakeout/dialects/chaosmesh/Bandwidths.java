package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How much gets through in a second: {@code bandwidth} of a NetworkChaos, and {@code rate}. */
final class Bandwidths {
    private static final Field BANDWIDTH = new Field("spec.bandwidth", List.of(NetworkChaos.IDLE));
    private static final Field RATE = Field.kept("spec.bandwidth.rate", "bandwidth of network/bandwidth");
    private static final List<Field> QUEUE = List.of(
            Field.approximated("spec.bandwidth.limit", "nothing: how many bytes wait is Shakeout's choice"),
            Field.approximated("spec.bandwidth.buffer", "nothing: how large a burst may be is Shakeout's choice"));
    private static final List<Field> PEAK = List.of(
            Field.notSupported("spec.bandwidth.peakrate", "bursts have no rate of their own here; leave it out"),
            Field.notSupported("spec.bandwidth.minburst", "bursts have no size of their own here; leave it out"));

    private Bandwidths() {}

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(BANDWIDTH, RATE));
        fields.addAll(QUEUE);
        fields.addAll(PEAK);
        return fields;
    }

    static void idle(Sheet spec) {
        spec.record(BANDWIDTH);
    }

    static List<NetworkChaos.Effects> read(Sheet spec) {
        if (!spec.demand(BANDWIDTH, ", as the action is bandwidth")) {
            return List.of();
        }
        return spec
                .open(BANDWIDTH)
                .flatMap(sheet -> {
                    QUEUE.forEach(field -> {
                        if (sheet.demand(field, "")) {
                            sheet.take(field, Type.integer(1, Integer.MAX_VALUE));
                        }
                    });
                    PEAK.forEach(sheet::record);
                    return rate(sheet, RATE);
                })
                .stream()
                .toList();
    }

    static Optional<NetworkChaos.Effects> rate(Sheet sheet, Field field) {
        return sheet.require(field, new Kind())
                .map(rate -> new NetworkChaos.Effects(
                        "network/bandwidth",
                        Draft.at(sheet.position())
                                .put("bandwidth", sheet.positionOf(field), Json.of(rate))
                                .tree()));
    }

    /** As tc takes it: mbit is a million bits, mbps a million bytes. */
    private record Kind() implements Type<String> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*([kmgt]?)(bit|bps)");
        private static final Map<String, Integer> POWER = Map.of("", 0, "k", 3, "m", 6, "g", 9, "t", 12);

        @Override
        public String name() {
            return "bandwidth";
        }

        @Override
        public String allowed() {
            return "a rate such as 1mbps (bytes) or 10mbit";
        }

        @Override
        public String parse(Json json) {
            var match = FORM.matcher(json.text().toLowerCase(Locale.ROOT));
            if (!match.matches()) {
                throw new BadValue("'" + json.text() + "' is no rate");
            }
            var units = new BigDecimal(match.group(1)).movePointRight(POWER.getOrDefault(match.group(2), 0));
            BigDecimal bytes =
                    match.group(3).equals("bit") ? units.movePointLeft(3).multiply(BigDecimal.valueOf(125)) : units;
            return ours(bytes.stripTrailingZeros());
        }

        private static String ours(BigDecimal bytes) {
            for (var unit : List.of(Map.entry("GB", 9), Map.entry("MB", 6), Map.entry("KB", 3))) {
                BigDecimal in = bytes.movePointLeft(unit.getValue());
                if (in.compareTo(BigDecimal.ONE) >= 0 && in.stripTrailingZeros().scale() <= 3) {
                    return in.stripTrailingZeros().toPlainString() + unit.getKey() + "/s";
                }
            }
            return bytes.toPlainString() + "B/s";
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string");
        }
    }
}
