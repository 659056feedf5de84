package dev.shakeout.fks.order;

import dev.shakeout.fks.json.Fields;
import dev.shakeout.fks.json.Json;
import java.math.BigDecimal;
import java.util.Map;

/** What a client wants to trade. */
public record Order(OrderId id, String symbol, long quantity, BigDecimal price) {
    private static final int SYMBOL_CHARS_MAX = 32;

    public Order {
        if (symbol.isBlank() || symbol.length() > SYMBOL_CHARS_MAX) {
            throw new IllegalArgumentException("symbol must have 1 to " + SYMBOL_CHARS_MAX + " characters");
        }
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be at least 1");
        }
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("price must be above 0");
        }
    }

    /** Reads an order; what is absent gets a default, so that an empty body is an order too. */
    public static Order of(OrderId id, Fields fields) {
        return new Order(
                id,
                fields.text("symbol", "ACME"),
                fields.whole("quantity", 1),
                fields.decimal("price", BigDecimal.TEN));
    }

    public Map<String, Object> fields() {
        return Json.object("id", id.toString(), "symbol", symbol, "quantity", quantity, "price", price);
    }

    public String json() {
        return Json.write(fields());
    }
}
