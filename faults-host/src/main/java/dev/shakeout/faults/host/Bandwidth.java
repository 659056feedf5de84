package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How much goes through a link in a second. Units are powers of 1000, and KiB, MiB, GiB of 1024. */
record Bandwidth(long bytesPerSecond) {
    static final Type<Bandwidth> TYPE = new Kind();

    private static final long LEAST = 1000;
    private static final long MOST = 12_500_000_000L;

    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("kbit", 125.0),
            Map.entry("mbit", 125e3),
            Map.entry("gbit", 125e6),
            Map.entry("b", 1.0),
            Map.entry("kb", 1e3),
            Map.entry("mb", 1e6),
            Map.entry("gb", 1e9),
            Map.entry("kib", 0x1p10),
            Map.entry("mib", 0x1p20),
            Map.entry("gib", 0x1p30));

    private static final String FORM = "\\s*(\\d{1,12}(?:\\.\\d{1,12})?)\\s*([kKmMgG]?(?:bit|i?B))/s\\s*";

    @Override
    public String toString() {
        long unit = bytesPerSecond % 1_000_000 == 0 ? 1_000_000 : bytesPerSecond % 1000 == 0 ? 1000 : 1;
        return bytesPerSecond / unit + (unit == 1 ? "B/s" : unit == 1000 ? "KB/s" : "MB/s");
    }

    private record Kind() implements Type<Bandwidth> {
        private static final Pattern PATTERN = Pattern.compile(FORM);

        @Override
        public String name() {
            return "bandwidth";
        }

        @Override
        public String allowed() {
            return "a bandwidth such as 10Mbit/s or 512KiB/s, from 1KB/s to 100Gbit/s";
        }

        @Override
        public Bandwidth parse(Json json) {
            var match = PATTERN.matcher(json.text());
            Double unit = match.matches() ? UNITS.get(match.group(2).toLowerCase(Locale.ROOT)) : null;
            if (unit == null) {
                throw new BadValue("'" + json.text() + "' must be " + allowed());
            }
            BigDecimal bytes = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(unit));
            if (bytes.compareTo(BigDecimal.valueOf(LEAST)) < 0 || bytes.compareTo(BigDecimal.valueOf(MOST)) > 0) {
                throw new BadValue("'" + json.text() + "' must be " + allowed());
            }
            return new Bandwidth(bytes.longValue());
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string", "pattern", "^" + FORM + "$")
                    .with("examples", Json.of(List.of(Json.of("10Mbit/s"), Json.of("512KiB/s"))));
        }
    }
}
