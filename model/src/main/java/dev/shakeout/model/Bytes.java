package dev.shakeout.model;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;

/** An amount of memory, disk or traffic, in bytes. KB, MB and GB are powers of 1000; KiB, MiB and GiB of 1024. */
public record Bytes(long value) {
    private static final TextForm FORM = TextForm.of("(\\d{1,100}(?:\\.\\d{1,100})?)\\s*([kKMGT]?i?B)", "64MiB", "1GB");
    private static final Map<String, Long> UNITS = Map.of(
            "b",
            1L,
            "kb",
            1000L,
            "mb",
            1000_000L,
            "gb",
            1000_000_000L,
            "tb",
            1000_000_000_000L,
            "kib",
            1L << 10,
            "mib",
            1L << 20,
            "gib",
            1L << 30,
            "tib",
            1L << 40);

    public static Bytes parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new BadValue("'" + text + "' is not a size; write it with its unit, such as 64MiB or 1GB");
        }
        Long unit = UNITS.get(match.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new BadValue(
                    "'" + text + "' is not a size; its unit must be B, KB, KiB, MB, MiB, GB, GiB, TB or TiB");
        }
        BigDecimal bytes = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new BadValue("'" + text + "' is more than any machine has");
        }
        return new Bytes(bytes.longValue());
    }

    static Json.Obj schema() {
        return FORM.schema();
    }

    public static Bytes mebibytes(long count) {
        return new Bytes(count << 20);
    }

    @Override
    public String toString() {
        return value >= 1L << 30
                ? Numbers.brief(value / (double) (1L << 30)) + " GiB"
                : value >= 1L << 20
                        ? Numbers.brief(value / (double) (1L << 20)) + " MiB"
                        : value >= 1L << 10 ? Numbers.brief(value / 1024.0) + " KiB" : value + " B";
    }
}
