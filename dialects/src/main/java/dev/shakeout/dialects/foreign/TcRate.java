package dev.shakeout.dialects.foreign;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How much gets through in a second, as tc takes it: mbit is a million bits, mbps a million bytes. Read as ours has it. */
public record TcRate() implements Type<String> {
    public static final Type<String> TYPE = new TcRate();

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*([kmgt]?)(bit|bps)");
    private static final String PREFIXES = "kmgt";

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
        var units = new BigDecimal(match.group(1)).movePointRight(power(match.group(2)));
        BigDecimal bytes =
                match.group(3).equals("bit") ? units.movePointLeft(3).multiply(BigDecimal.valueOf(125)) : units;
        return ours(bytes.stripTrailingZeros());
    }

    private static int power(String prefix) {
        return prefix.isEmpty() ? 0 : 3 + 3 * PREFIXES.indexOf(prefix);
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

    private static final Pattern OURS = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([kKMGT]?)(i?)(B|bit)/s");

    /** As tc takes what ours says: whole bits, in the largest unit that needs no point. */
    public static Json theirs(Json ours) {
        var match = OURS.matcher(ours.text().strip());
        if (!match.matches()) {
            throw new BadValue("'" + ours.text() + "' is no rate");
        }
        int power = "KMGT".indexOf(match.group(2).toUpperCase(Locale.ROOT)) + 1;
        BigDecimal unit =
                BigDecimal.valueOf(match.group(3).isEmpty() ? 1000 : 1024).pow(power);
        BigDecimal bits = new BigDecimal(match.group(1))
                .multiply(match.group(2).isEmpty() ? BigDecimal.ONE : unit)
                .multiply(BigDecimal.valueOf(match.group(4).equals("B") ? 8 : 1));
        return Json.of(tc(bits.setScale(0, RoundingMode.HALF_UP)));
    }

    private static String tc(BigDecimal bits) {
        boolean bytes = bits.remainder(BigDecimal.valueOf(8)).signum() == 0;
        BigDecimal count = bytes ? bits.divide(BigDecimal.valueOf(8)) : bits;
        int power = 0;
        while (power < 4 && count.remainder(BigDecimal.valueOf(1000)).signum() == 0 && count.signum() > 0) {
            count = count.divide(BigDecimal.valueOf(1000));
            power++;
        }
        return count.toPlainString() + (power == 0 ? "" : PREFIXES.charAt(power - 1)) + (bytes ? "bps" : "bit");
    }

    @Override
    public Json.Obj schema() {
        return Json.object("type", "string");
    }
}
