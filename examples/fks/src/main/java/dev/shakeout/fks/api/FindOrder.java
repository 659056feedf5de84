package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Answer;
import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.http.Request;
import dev.shakeout.fks.json.Fields;
import dev.shakeout.fks.json.Json;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** {@code GET /orders/{id}}: the order and how far it has come. */
record FindOrder(DataClient data, Outbox outbox) {
    Reply find(Request request) {
        OrderId id = OrderId.parse(request.variable("id"));
        Optional<Parcel> queued = outbox.find(id);
        if (queued.isPresent()) {
            return reply(queued.get().order(), "queued");
        }
        try {
            Answer answer = data.find(id);
            Fields fields = Json.read(answer.body());
            return answer.ok()
                    ? reply(Order.of(id, fields), "executed")
                    : new Reply(answer.status(), "application/json", answer.body());
        } catch (IOException e) {
            return Reply.error(503, "fks_data cannot be asked: " + e.getMessage());
        }
    }

    private static Reply reply(Order order, String status) {
        Map<String, Object> fields = order.fields();
        fields.put("status", status);
        return new Reply(200, "application/json", Json.write(fields));
    }
}
