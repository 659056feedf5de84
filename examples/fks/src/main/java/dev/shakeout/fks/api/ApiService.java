package dev.shakeout.fks.api;

import dev.shakeout.fks.Arguments;
import dev.shakeout.fks.UsageException;
import dev.shakeout.fks.Weakness;
import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.http.HostPort;
import dev.shakeout.fks.http.HttpService;
import dev.shakeout.fks.order.IdLog;
import dev.shakeout.fks.order.OrderIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** {@code fks_api}: the gateway that clients talk to. */
public final class ApiService {
    private ApiService() {}

    public static HttpService start(Arguments arguments) throws IOException {
        Path dir = Files.createDirectories(arguments.path("dir").orElse(Path.of(".")));
        Set<Weakness> weaknesses = arguments.weaknesses();
        HttpService service = new HttpService("fks_api", arguments.listen());
        Caller caller = new Caller();
        Optional<Directory> directory = arguments.text("supervisor").map(url -> new Directory(url, caller));

        Balancer toAuth = balancer("auth", arguments, directory);
        Balancer toExecution = balancer("execution", arguments, directory);
        Balancer toData = balancer("data", arguments, directory);
        AuthClient auth = new AuthClient(
                toAuth,
                caller,
                weaknesses.contains(Weakness.REPLICAS) ? AuthClient.WITHOUT_RETRY : AuthClient.WITH_RETRY);
        ExecutionClient client = new ExecutionClient(toExecution, caller);
        Execution execution = weaknesses.contains(Weakness.CIRCUIT_BREAKER)
                ? new UnguardedExecution(client)
                : new GuardedExecution(client);
        DataClient data = new DataClient(toData, caller);

        Outbox outbox = new Outbox(dir.resolve("outbox.log"));
        IdLog acknowledged = new IdLog(dir.resolve("acknowledged.ids"));
        new Delivery(outbox, execution, data).start();
        OrderIds ids = new OrderIds(Clock.systemUTC(), new Random());
        PlaceOrder place = new PlaceOrder(ids, auth, execution, data, outbox, acknowledged);
        FindOrder find = new FindOrder(data, outbox);
        Audit audit = new Audit(acknowledged, outbox, data);
        service.metrics().gauge("fks_outbox_orders", "", outbox::size);
        service.metrics().counter("fks_orders_acknowledged_total", acknowledged::size);
        execution.measure(service.metrics());
        WarmUp warmUp = WarmUp.start(caller, toAuth, toExecution, toData, Balancer.to("fks_api", service.url()));
        return service.on("POST", "/orders", place::place)
                .on("GET", "/orders/{id}", find::find)
                .on("GET", "/breaker", _ -> execution.breaker())
                .on("GET", "/audit", _ -> audit.audit())
                .start(warmUp::done);
    }

    /** An explicit address goes before what the supervisor says. */
    private static Balancer balancer(String option, Arguments arguments, Optional<Directory> directory) {
        String service = "fks_" + option;
        Addresses addresses = arguments
                .text(option)
                .<Addresses>map(text -> new DnsAddresses(HostPort.parse(text)))
                .or(() -> directory.map(known -> known.of(service)))
                .orElseThrow(() -> new UsageException(
                        "fks_api needs --supervisor URL, or --auth, --execution and --data with an address each"));
        return new Balancer(service, addresses);
    }
}
