package dev.shakeout.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shakeout.engine.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;

/** Stands for a server of Shakeout where a real one would have to misbehave: it says what it was told to say, and notes what it is asked. */
final class PlayedServer implements AutoCloseable {
    /** What it does with a request. */
    @FunctionalInterface
    interface Play {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Play> plays = new ConcurrentHashMap<>();
    private final ExecutorService workers = Threads.forEach("played server");
    private final HttpServer server;

    PlayedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        asked.add(last == null ? request : request + " after " + last);
        try (exchange) {
            Optional.ofNullable(plays.get(request)).orElse(json(404, "{}")).answer(exchange);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the test is over
        }
    }

    PlayedServer with(String request, Play play) {
        plays.put(request, play);
        return this;
    }

    static Play json(int status, String body) {
        return text(status, "application/json", body);
    }

    static Play text(int status, String type, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    static String event(int id, String words) {
        return "id:" + id + "\ndata:{\"at\":\"2026-01-01T00:00:0" + id + "Z\",\"level\":\"info\",\"words\":\"" + words
                + "\"}\n\n";
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
