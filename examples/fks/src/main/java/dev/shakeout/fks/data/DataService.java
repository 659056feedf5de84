package dev.shakeout.fks.data;

import dev.shakeout.fks.Arguments;
import dev.shakeout.fks.Weakness;
import dev.shakeout.fks.http.HttpService;
import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.http.Request;
import dev.shakeout.fks.json.Json;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code fks_data}: keeps orders; what it acknowledged survives a SIGKILL. */
public final class DataService {
    private static final int PAGE_MAX = 20_000;

    private final Database database;
    private final OrderStore store;

    private DataService(Database database, OrderStore store) {
        this.database = database;
        this.store = store;
    }

    public static HttpService start(Arguments arguments) throws IOException {
        Path dir = Files.createDirectories(arguments.path("dir").orElse(Path.of(".")));
        Database database = new Database(dir);
        database.rehearse();
        OrderStore store = arguments.weaknesses().contains(Weakness.DURABILITY)
                ? new WriteBehindStore(database)
                : new GroupCommitStore(database);
        DataService data = new DataService(database, store);
        // Bound last: callers are refused at once during a restart, and do not wait for an answer that comes too late.
        HttpService service = new HttpService("fks_data", arguments.listen());
        service.metrics()
                .gauge(
                        "fks_pool_connections",
                        "state=\"active\"",
                        () -> database.pool().active());
        service.metrics()
                .gauge(
                        "fks_pool_connections",
                        "state=\"idle\"",
                        () -> database.pool().idle());
        service.metrics().gauge("fks_pool_pending", "", () -> database.pool().pending());
        return service.on("PUT", "/orders/{id}", data::put)
                .on("GET", "/orders/{id}", data::get)
                .on("GET", "/orders", data::list)
                .on("GET", "/pool", _ -> database.pool().reply())
                .start(() -> true);
    }

    private Reply put(Request request) throws IOException {
        OrderId id = OrderId.parse(request.variable("id"));
        store.put(Order.of(id, request.json()));
        return Reply.json(200, "id", id, "status", "stored");
    }

    private Reply get(Request request) throws IOException {
        OrderId id = OrderId.parse(request.variable("id"));
        return store.find(id)
                .map(order -> new Reply(200, "application/json", order.json()))
                .orElseGet(() -> Reply.error(404, "no order " + id));
    }

    /** Ids in rising order, a page at a time: {@code ?after=ID&limit=N}. */
    private Reply list(Request request) throws IOException {
        long after = request.query().containsKey("after")
                ? OrderId.parse(request.query().get("after")).value()
                : 0;
        int limit = Math.clamp(Long.parseLong(request.query().getOrDefault("limit", "1000")), 1, PAGE_MAX);
        List<String> ids = new ArrayList<>();
        database.ids(after, limit).forEach(id -> ids.add(new OrderId(id).toString()));
        boolean more = ids.size() == limit;
        // What waits in memory only belongs to the last page, whatever its ids are.
        if (!more) {
            store.unwritten().forEach(id -> ids.add(id.toString()));
        }
        return new Reply(200, "application/json", Json.write(Json.object("ids", ids, "more", more)));
    }
}
