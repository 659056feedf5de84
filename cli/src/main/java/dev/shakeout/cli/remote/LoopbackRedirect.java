package dev.shakeout.cli.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where a provider sends the browser back to: a port of this host that is open until then, for nobody else (RFC 8252, 7.3). */
final class LoopbackRedirect implements AutoCloseable {
    private static final String PATH = "/signed-in";

    private final HttpServer server;
    private final CompletableFuture<String> code = new CompletableFuture<>();

    private LoopbackRedirect(HttpServer server) {
        this.server = server;
    }

    /** @param state what the provider has to say again, so that nobody else's sign-in is taken */
    static LoopbackRedirect open(String state) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        var redirect = new LoopbackRedirect(server);
        server.createContext(PATH, exchange -> redirect.came(exchange, state));
        server.start();
        return redirect;
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** @throws IOException nobody came in time, or the provider refused */
    String code(Duration within) throws IOException, InterruptedException {
        try {
            return code.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("nobody has signed in in time; begin again", e);
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    private void came(HttpExchange exchange, String state) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        boolean ours = state.equals(query.get("state"));
        String code = query.getOrDefault("code", "");
        String words = !ours
                ? "This is not the sign-in that was begun."
                : code.isEmpty() ? "The sign-in was refused." : "You are signed in. Go back to the command line.";
        byte[] body = (words + "\n").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(ours ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
        }
        if (ours && code.isEmpty()) {
            this.code.completeExceptionally(
                    new IOException("the provider refused: " + query.getOrDefault("error", "it gave no code")));
        } else if (ours) {
            this.code.complete(code);
        }
    }

    private static Map<String, String> query(String text) {
        var query = new LinkedHashMap<String, String>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(1); // what was answered last is still sent
    }
}
