package dev.shakeout.dialects;

import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Random;

/** Values of every kind, from a seed. */
public final class RandomJson {
    private static final String[] PIECES = {"a", "é", "\n", "\"", "\\", "😀", "0", " ", "$", "{", "\u2028", "\0", "true"
    };

    private RandomJson() {}

    public static Json value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> Json.of(random.nextBoolean());
            case 1 -> Json.Null.NULL;
            case 2 -> Json.of(text(random));
            case 3 -> Json.of(random.nextLong());
            case 4 ->
                new Json.Num(new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(60) - 30));
            case 5 -> {
                var items = new ArrayList<Json>();
                random.ints(random.nextInt(5)).forEach(_ -> items.add(value(random, depth - 1)));
                yield Json.of(items);
            }
            default -> object(random, depth);
        };
    }

    public static Json.Obj object(Random random, int depth) {
        var members = new LinkedHashMap<String, Json>();
        random.ints(random.nextInt(5)).forEach(_ -> members.put(text(random), value(random, depth - 1)));
        return new Json.Obj(members);
    }

    public static String text(Random random) {
        var text = new StringBuilder();
        random.ints(random.nextInt(12), 0, PIECES.length).forEach(i -> text.append(PIECES[i]));
        return text.toString();
    }
}
