package dev.shakeout.drivers.gremlin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shakeout.model.Arguments;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server that answers as Gremlin's published API description says, and wrongly when it is told to. It is played: no agent is
 * behind it, and an attack is no more than its stage.
 */
final class PlayedApi implements AutoCloseable {
    static final String KEY = "s3cret-key-of-the-team";

    /** An answer in place of the right one. */
    record Wrong(int status, String body, Map<String, String> headers, boolean carriedOut) {
        static Wrong of(int status, String body) {
            return new Wrong(status, body, Map.of(), false);
        }
    }

    private static final Wrong HANG = Wrong.of(0, "");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, String> stages = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Deque<Wrong>> wrong = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private volatile String afterHalt = "UserHalted";
    private volatile String begins = "Running";

    PlayedApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1", this::answer);
        server.start();
    }

    /** By which it is asked. */
    Arguments account(Duration limit) {
        return Arguments.NONE
                .with(Account.URL, URI.create(url()))
                .with(Account.TEAM, "team-1")
                .with(Account.KEY, KEY)
                .with(Account.TIMEOUT, limit);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Answers so the next times that something is asked: "POST /attacks". */
    PlayedApi wrongly(String request, Wrong... answers) {
        wrong.computeIfAbsent(request, _ -> new ArrayDeque<>()).addAll(List.of(answers));
        return this;
    }

    PlayedApi hangs(String request, int times) {
        for (int i = 0; i < times; i++) {
            wrongly(request, HANG);
        }
        return this;
    }

    /** The stage of what is halted. */
    PlayedApi endsAs(String stage) {
        afterHalt = stage;
        return this;
    }

    PlayedApi beginsAs(String stage) {
        begins = stage;
        return this;
    }

    void has(String guid, String stage) {
        stages.put(guid, stage);
    }

    Map<String, String> stages() {
        return stages;
    }

    long count(String request) {
        return heard.stream().filter(request::equals).count();
    }

    List<String> heard() {
        return heard;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/v1".length());
            String request = exchange.getRequestMethod() + " " + path;
            exchange.getRequestBody().readAllBytes();
            heard.add(request);
            String known = exchange.getRequestHeaders().getFirst("Authorization");
            if (!("Key " + KEY).equals(known)
                    || !"teamId=team-1".equals(exchange.getRequestURI().getQuery())) {
                send(exchange, Wrong.of(401, "{\"message\":\"who are you\"}"));
                return;
            }
            var next = wrong.getOrDefault(request, new ArrayDeque<>()).poll();
            if (next == HANG) {
                end.await();
            } else if (next != null) {
                if (next.carriedOut()) {
                    right(exchange.getRequestMethod(), path);
                }
                send(exchange, next);
            } else {
                send(exchange, right(exchange.getRequestMethod(), path));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Wrong right(String method, String path) {
        if (method.equals("GET") && (path.equals("/attacks/active") || path.equals("/kubernetes/attacks"))) {
            return Wrong.of(200, list(path.equals("/attacks/active") ? "guid" : "uid"));
        }
        if (method.equals("GET") && path.equals("/status-checks")) {
            return Wrong.of(200, "[{\"guid\":\"c1\",\"name\":\"shop\"}]");
        }
        if (method.equals("POST") && path.equals("/halts")) {
            stages.replaceAll((_, _) -> afterHalt);
            return Wrong.of(200, "");
        }
        if (method.equals("POST") && path.equals("/scenarios/s-1/runs")) {
            stages.put("7", begins);
            return Wrong.of(201, "{\"run_number\":7}");
        }
        if (method.equals("GET") && path.equals("/scenarios/s-1/runs")) {
            return Wrong.of(200, list("run_number"));
        }
        if (method.equals("POST") && path.matches("(/kubernetes)?/attacks(/new)?")) {
            String guid = "a77ac4ed-0000-4000-8000-00000000000" + stages.size();
            stages.put(guid, begins);
            return Wrong.of(201, path.equals("/attacks") ? "{\"guid\":\"" + guid + "\"}" : guid);
        }
        String id = path.replaceAll("^.*/(attacks|runs)/", "").replaceAll("/halt$", "");
        if (!stages.containsKey(id)) {
            return Wrong.of(404, "{\"message\":\"no such thing\"}");
        }
        if (method.equals("POST")) {
            stages.put(id, afterHalt);
            return Wrong.of(200, "");
        }
        return Wrong.of(
                200, "{\"guid\": \"" + id + "\", \"stage\" : \"" + stages.get(id) + "\", \"args\":[\"-l\",\"60\"]}");
    }

    private String list(String name) {
        return stages.entrySet().stream()
                .map(each -> "{\"" + name + "\":\"" + each.getKey() + "\",\"stage\":\"" + each.getValue() + "\"}")
                .toList()
                .toString();
    }

    private static void send(HttpExchange exchange, Wrong answer) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
