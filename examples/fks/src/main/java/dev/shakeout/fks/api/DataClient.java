package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Answer;
import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.json.Fields;
import dev.shakeout.fks.json.Json;
import dev.shakeout.fks.order.IdSet;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Calls fks_data. */
final class DataClient {
    private static final Duration READ_TIMEOUT = Duration.ofMillis(500);
    private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(2);
    private static final int PAGE = 20_000;

    private final Balancer balancer;
    private final Caller caller;

    DataClient(Balancer balancer, Caller caller) {
        this.balancer = balancer;
        this.caller = caller;
    }

    /** Whether the order is known to be stored. */
    boolean store(Order order, Duration timeout) {
        try {
            return call(url -> caller.put(url + "/orders/" + order.id(), order.json(), timeout))
                    .ok();
        } catch (IOException e) {
            return false;
        }
    }

    /** fks_data's own answer about an order. */
    Answer find(OrderId id) throws IOException {
        return call(url -> caller.get(url + "/orders/" + id, READ_TIMEOUT));
    }

    /** All ids that fks_data has, asked for in bulk. */
    IdSet ids() throws IOException {
        IdSet ids = new IdSet();
        String query = "/orders?limit=" + PAGE;
        String after = "";
        boolean more = true;
        while (more) {
            String path = query + after;
            Answer answer = call(url -> caller.get(url + path, PAGE_TIMEOUT));
            if (!answer.ok()) {
                throw new IOException("fks_data answered " + answer.status() + " when asked for its ids");
            }
            Fields page = Json.read(answer.body());
            List<String> texts = page.texts("ids");
            texts.forEach(text -> ids.add(OrderId.parse(text)));
            more = page.truth("more", false);
            after = more ? "&after=" + texts.getLast() : "";
        }
        return ids;
    }

    private Answer call(Call call) throws IOException {
        String url = balancer.next(Set.of());
        try {
            return call.to(url);
        } catch (IOException e) {
            balancer.failed(url);
            throw e;
        }
    }

    private interface Call {
        Answer to(String url) throws IOException;
    }
}
