package dev.shakeout.monitors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers as a monitor's published API does, whatever a test has it answer, and keeps what it was asked. It measures nothing. */
final class PlayedMonitor implements AutoCloseable {
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    record Asked(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {}

    record Answer(int status, byte[] body, Map<String, String> headers) {
        static Answer of(int status, String body) {
            return new Answer(
                    status, body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json"));
        }
    }

    private PlayedMonitor(HttpServer server) {
        this.server = server;
    }

    static PlayedMonitor answering(Function<Asked, Answer> answers) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var played = new PlayedMonitor(server);
        server.createContext("/", exchange -> played.answer(exchange, answers));
        server.setExecutor(command -> Thread.ofPlatform().daemon().start(command));
        server.start();
        return played;
    }

    private void answer(HttpExchange exchange, Function<Asked, Answer> answers) throws IOException {
        try (exchange) {
            var one = asked(exchange);
            asked.add(one);
            Answer answer = answers.apply(one);
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Asked asked(HttpExchange exchange) throws IOException {
        var query = new LinkedHashMap<String, String>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query,
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** As a file would have it. */
    static Arguments arguments(ProbeKind kind, Json.Obj given) {
        Arguments arguments = Arguments.NONE;
        int known = 0;
        for (Parameter<?> parameter : kind.descriptor().parameters()) {
            var value = given.get(parameter.name());
            if (value.isPresent()) {
                arguments = with(arguments, parameter, value.get());
                known++;
            }
        }
        if (known != given.members().size()) {
            throw new IllegalArgumentException("a parameter is unknown: " + given.text());
        }
        return arguments;
    }

    private static <T> Arguments with(Arguments arguments, Parameter<T> parameter, Json value) {
        return arguments.with(parameter, parameter.type().parse(value));
    }

    static Json.Obj read(ProbeKind kind, Machine machine, Json.Obj given) throws ProbeFailed, InterruptedException {
        try (var reader = kind.open("p", arguments(kind, given), machine)) {
            return (Json.Obj) ((ProbeReader.Once) reader).read();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
