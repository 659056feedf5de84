package dev.shakeout.dialects.foreign;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How much gets through in a second, as tc takes it: mbit is a million bits, mbps a million bytes. Read as ours has it. */
public record TcRate() implements Type<String> {
    public static final Type<String> TYPE = new TcRate();

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
