package dev.shakeout.fks.execution;

import dev.shakeout.fks.Arguments;
import dev.shakeout.fks.http.HttpService;
import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.http.Request;
import dev.shakeout.fks.order.IdLog;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** {@code fks_execution}: executes an order in 5 to 15 ms; an order that comes twice is executed once. */
public final class ExecutionService {
    private ExecutionService() {}

    public static HttpService start(Arguments arguments) throws IOException {
        Path dir = Files.createDirectories(arguments.path("dir").orElse(Path.of(".")));
        Executions executions =
                new Executions(new IdLog(dir.resolve("executed.ids")), new Random(arguments.number("seed", 1)));
        HttpService service = new HttpService("fks_execution", arguments.listen());
        service.metrics().counter("fks_executed_total", executions::executed);
        service.metrics().counter("fks_executions_repeated_total", executions::repeated);
        return service.on("POST", "/execute", request -> execute(executions, request))
                .start(() -> true);
    }

    private static Reply execute(Executions executions, Request request) throws IOException {
        var fields = request.json();
        Order order = Order.of(OrderId.parse(fields.text("id", "")), fields);
        executions.execute(order);
        return Reply.json(200, "id", order.id(), "status", "executed");
    }
}
