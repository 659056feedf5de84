package dev.shakeout.server.channel;

import com.sun.net.httpserver.HttpServer;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of HTTP on this host that keeps what it is sent. */
public final class HttpReceiver implements AutoCloseable {
    public final List<Got> got = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Answer answer = new Answer(200, "ok", Map.of(), () -> {});

    /** A request. */
    public record Got(String method, String path, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public Json.Obj json() {
            return (Json.Obj) JsonReader.read(body);
        }

        /** Text of a member, by its path with slashes. */
        public String at(String path) {
            Json here = json();
            for (String key : path.split("/")) {
                here = switch (here) {
                    case Json.Obj object -> object.get(key).orElse(Json.Null.NULL);
                    case Json.Arr(var items) -> items.get(Integer.parseInt(key));
                    default -> Json.Null.NULL;
                };
            }
            return here == Json.Null.NULL ? "" : here.text();
        }
    }

    /** @param before what is done before it answers */
    public record Answer(int status, String body, Map<String, String> headers, Runnable before) {
        public static Answer of(int status, String body) {
            return new Answer(status, body, Map.of(), () -> {});
        }
    }

    public HttpReceiver() throws IOException {
        this(0);
    }

    /** @param port 0 for any */
    public HttpReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                var headers = new TreeMap<String, String>();
                exchange.getRequestHeaders()
                        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                got.add(new Got(
                        exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
                Answer now = answer;
                now.before().run();
                now.headers()
                        .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
                byte[] bytes = now.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(now.status(), bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    public HttpReceiver answers(Answer other) {
        answer = other;
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
