package dev.shakeout.fks.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One service's HTTP server: a virtual thread for each request, with {@code /health} and {@code /metrics} built in.
 */
public final class HttpService implements AutoCloseable {
    private static final int BACKLOG = 512;

    /** The platform's own questions. */
    private static final Set<String> NO_LOAD = Set.of("/health", "/metrics", "/rehearsal");

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final Metrics metrics;
    private final LongAdder served = new LongAdder();

    /** Binds at once, so that a taken port is an error here; answers after {@link #start}. */
    public HttpService(String name, InetSocketAddress address) throws IOException {
        this.name = name;
        this.metrics = new Metrics(name);
        this.server = HttpServer.create(address, BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::exchange);
        routes.add(new Route("GET", "/metrics", _ -> Reply.text(metrics.text())));
        // Does what any handler does and nothing else, so that a caller can warm up itself and this server.
        routes.add(new Route(
                "POST",
                "/rehearsal",
                request -> Reply.json(200, "read", request.json().all())));
    }

    public HttpService on(String method, String pattern, Handler handler) {
        routes.add(new Route(method, pattern, handler));
        return this;
    }

    /** Starts to answer; {@code /health} is 503 until the service says that it is ready. */
    public HttpService start(BooleanSupplier ready) {
        on("GET", "/health", _ -> health(ready.getAsBoolean()));
        server.start();
        return this;
    }

    public Metrics metrics() {
        return metrics;
    }

    public String url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return "http://" + host + ":" + address.getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private Reply health(boolean ready) {
        return Reply.json(
                ready ? 200 : 503, "status", ready ? "up" : "starting", "service", name, "requests", served.sum());
    }

    private void exchange(HttpExchange exchange) throws IOException {
        long startedNanos = System.nanoTime();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answered answered = answer(exchange, body);
            count(exchange, answered, startedNanos);
            byte[] bytes = answered.reply().body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answered.reply().contentType());
            exchange.sendResponseHeaders(answered.reply().status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answered answer(HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath();
        boolean known = false;
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            known |= variables.isPresent();
            if (variables.isPresent() && route.method().equals(exchange.getRequestMethod())) {
                Map<String, String> query = query(exchange.getRequestURI().getQuery());
                return new Answered(route.pattern(), answer(route, new Request(variables.get(), query, body)));
            }
        }
        return new Answered(
                "other",
                known
                        ? Reply.error(405, exchange.getRequestMethod() + " is not for " + path)
                        : Reply.error(404, "nothing at " + path));
    }

    private Reply answer(Route route, Request request) {
        try {
            return route.handler().answer(request);
        } catch (IllegalArgumentException e) {
            return Reply.error(400, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            System.err.println(name + ": " + route.method() + " " + route.pattern() + " failed: " + e);
            return Reply.error(500, e.toString());
        }
    }

    private void count(HttpExchange exchange, Answered answered, long startedNanos) {
        if (NO_LOAD.contains(answered.pattern())) {
            return;
        }
        served.increment();
        metrics.request(
                exchange.getRequestMethod(),
                answered.pattern(),
                answered.reply().status(),
                Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    private static Map<String, String> query(@Nullable String query) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            values.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        return values;
    }

    private record Answered(String pattern, Reply reply) {}
}
