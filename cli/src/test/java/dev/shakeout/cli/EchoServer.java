package dev.shakeout.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A web server that answers with all that it was sent, as one that helps its users to find mistakes does; and, below /v1/,
 * with what a Vault holds.
 */
final class EchoServer implements AutoCloseable {
    private final HttpServer server;
    private final java.util.concurrent.ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    EchoServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Answers a path with a text, its Content-Type before a blank. */
    void page(String path, String type, String text) {
        pages.put(path, type + " " + text);
    }

    /** All requests, whole. */
    List<String> heard() {
        return heard;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        URI uri = exchange.getRequestURI();
        String all = exchange.getRequestMethod() + " " + uri + "\n"
                + exchange.getRequestHeaders().entrySet() + "\n" + body;
        heard.add(all);
        String page = pages.getOrDefault(uri.getPath(), "text/plain " + all);
        int status = uri.getPath().startsWith("/status/")
                ? Integer.parseInt(uri.getPath().substring(8, 11))
                : 200;
        int blank = page.indexOf(' ');
        byte[] bytes = page.substring(blank + 1).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.substring(0, blank));
        exchange.getResponseHeaders().set("X-Echo", String.valueOf(uri.getRawQuery()));
        if (uri.getPath().startsWith("/slow")) {
            exchange.getRequestBody().close();
            java.util.concurrent.locks.LockSupport.parkNanos(3_000_000_000L);
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
