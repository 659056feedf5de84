package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Omitted;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A cluster as one context of a kubeconfig reaches it, or the account of the pod that Shakeout runs in. */
public final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** How many objects are asked for at once, as kubectl does; a list of any length is then read in little memory. */
    private static final int PAGE = 500;

    private static final int UNAUTHORIZED = 401;
    static final int GONE = 410;
    /** The type of a JSON merge patch (RFC 7396). */
    public static final String MERGE = "application/merge-patch+json";
    /** The context of a pod, which has no kubeconfig. */
    static final String IN_POD = "in-cluster";

    private final String context;
    private final Config config;
    private final KubernetesClient client;
    private final Access access;
    private final Map<String, Boolean> rights = new HashMap<>();
    private final String owner = "shakeout-" + ApiRung.Site.freshToken();

    Cluster(String context, Config config, Machine machine) {
        this.context = context;
        this.config = config;
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.access = new Access(config, machine);
    }

    /**
     * Made once for a command, and closed with it.
     *
     * @throws BadValue there is no way to it
     */
    public static Cluster of(Optional<String> context, Machine machine) {
        return machine.shared().get(Clusters.class, Clusters::new).cluster(context, machine);
    }

    /** What it is called in the kubeconfig. */
    public String context() {
        return context;
    }

    /** Without a slash at its end. */
    public String server() {
        String url = config.getMasterUrl();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** That of the context, in which things are looked for that name none. */
    public String namespace() {
        return config.getNamespace() == null || config.getNamespace().isEmpty() ? "default" : config.getNamespace();
    }

    /** The name of the leases of this command. */
    String owner() {
        return owner;
    }

    /** A kubeconfig of one context, this one, but for whoever has the token. */
    public Json.Obj kubeconfig(String token, String namespace) {
        String name = context();
        var named = Json.object("cluster", name, "user", name, "namespace", namespace);
        return Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "current-context",
                name,
                "contexts",
                Json.of(List.of(Json.object("name", name, "context", named))),
                "clusters",
                Json.of(List.of(Json.object("name", name, "cluster", new Json.Obj(way())))),
                "users",
                Json.of(List.of(Json.object("name", name, "user", Json.object("token", token)))));
    }

    private Map<String, Json> way() {
        var way = new HashMap<String, Json>(Map.of("server", Json.of(server())));
        String data = config.getCaCertData();
        if (data != null && !data.isEmpty()) {
            String encoded = data.startsWith("-----")
                    ? Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.US_ASCII))
                    : data;
            way.put("certificate-authority-data", Json.of(encoded));
        } else if (config.getCaCertFile() != null && !config.getCaCertFile().isEmpty()) {
            way.put("certificate-authority", Json.of(config.getCaCertFile()));
        }
        if (config.isTrustCerts()) {
            way.put("insecure-skip-tls-verify", Json.of(true));
        }
        if (config.getHttpsProxy() != null && !config.getHttpsProxy().isEmpty()) {
            way.put("proxy-url", Json.of(config.getHttpsProxy()));
        }
        return way;
    }

    /** How a shell reaches it. */
    Access access() {
        return access;
    }

    /** What a request was answered with. */
    public record Answer(int status, String text) {
        public boolean ok() {
            return status / 100 == 2;
        }

        /** What the API server says of it, for a person. */
        public String words() {
            try {
                String message = Resource.text(JsonReader.read(text), "message");
                return message.isEmpty() ? text.strip() : message;
            } catch (BadValue _) {
                return text.strip();
            }
        }
    }

    /** Empty when there is no such object. */
    public Optional<Resource> find(ResourceType type, String path) throws IOException {
        Answer answer = ask(path);
        return answer.status() == 404 ? Optional.empty() : Optional.of(new Resource(type, object(path, answer)));
    }

    /**
     * Every object of a type, as it is listed, page by page.
     *
     * @param namespace empty for all
     * @param query labelSelector and fieldSelector
     */
    public void list(ResourceType type, String namespace, Map<String, String> query, Consumer<Resource> each)
            throws IOException {
        list(type.path(namespace), query, body -> each.accept(new Resource(type, body)));
    }

    /**
     * The same of any collection.
     *
     * @return the version that the list is of; what has changed since is told by a watch from there
     */
    String list(String collection, Map<String, String> query, Consumer<Json.Obj> each) throws IOException {
        return list(collection, query, Omitted.NOTHING, each);
    }

    /**
     * The same without some of what is in each page.
     *
     * @param omitted by paths such as items.metadata.managedFields
     */
    String list(String collection, Map<String, String> query, Omitted omitted, Consumer<Json.Obj> each)
            throws IOException {
        String from = "";
        Json.Obj page;
        do {
            page = object(collection, ask(pagePath(collection, query, from)), omitted);
            var items = Resource.at(page, "items").orElse(Json.of(List.of()));
            for (Json item : items instanceof Json.Arr(var all) ? all : List.<Json>of()) {
                if (item instanceof Json.Obj body) {
                    each.accept(body);
                }
            }
            from = Resource.text(page, "metadata", "continue");
        } while (!from.isEmpty());
        return Resource.text(page, "metadata", "resourceVersion");
    }

    private static String pagePath(String path, Map<String, String> query, String from) {
        String page = path + "?limit=" + PAGE + encoded(query);
        return from.isEmpty() ? page : page + "&continue=" + encoded(from);
    }

    /** To be put behind other parts of a query. */
    static String encoded(Map<String, String> query) {
        var all = new StringBuilder();
        query.forEach((key, value) -> all.append('&').append(key).append('=').append(encoded(value)));
        return all.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @throws IOException it is not there, or cannot be asked for */
    Json.Obj get(String path) throws IOException {
        return object(path, ask(path));
    }

    /**
     * What is answered line by line, as long as it takes.
     *
     * @throws IOException the server cannot be asked, or does not begin to answer in time
     */
    Lines follow(String path) throws IOException {
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(server() + path)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .forStreaming()
                .build();
        var lines = new Lines();
        try {
            return waitFor(lines.begin(http, request), PATIENCE);
        } catch (IOException e) {
            lines.close(); // whatever comes after all
            throw e;
        }
    }

    /**
     * A connection that carries messages both ways.
     *
     * @throws IOException the server cannot be asked, or does not want it
     */
    WebSocket socket(String path, String protocol, WebSocket.Listener listener, Duration patience) throws IOException {
        var opening = client.getHttpClient()
                .newWebSocketBuilder()
                .uri(WebSocket.toWebSocketUri(URI.create(server() + path)))
                .subprotocol(protocol)
                .connectTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .buildAsync(listener);
        try {
            return opening.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                var answer = refused.getResponse();
                throw new IOException(
                        refusal("open " + path.substring(0, path.indexOf('?')), new Answer(answer.code(), "")), e);
            }
            throw unreachable(String.valueOf(e.getCause() == null ? e : e.getCause()), e);
        } catch (TimeoutException e) {
            throw unreachable("no answer within " + Span.words(patience), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", e);
        }
    }

    /** @throws IOException it is no object, but a refusal */
    public Json.Obj object(String path, Answer answer) throws IOException {
        return object(path, answer, Omitted.NOTHING);
    }

    private Json.Obj object(String path, Answer answer, Omitted omitted) throws IOException {
        if (!answer.ok()) {
            throw new IOException(refusal("read " + path, answer));
        }
        try {
            if (JsonReader.read(answer.text(), omitted) instanceof Json.Obj object) {
                return object;
            }
        } catch (BadValue e) {
            throw new IOException(server() + path + " is answered with no JSON: " + e.getMessage(), e);
        }
        throw new IOException(server() + path + " is not answered with an object");
    }

    /** Why a request was not served, for who can do something about it. */
    public String refusal(String what, Answer answer) {
        String where = " by the cluster of context '" + context + "' (" + server() + ")";
        return switch (answer.status()) {
            case UNAUTHORIZED ->
                "the credentials of context '" + context + "' are not accepted by " + server()
                        + " (a token that has expired?); log in again";
            case 403 -> "this account may not " + what + ": " + answer.words();
            case GONE -> "the list has changed too much while it was read" + where + "; try again";
            default -> "could not " + what + where + ": " + answer.status() + " " + answer.words();
        };
    }

    /**
     * Whether this account has a right there; asked once for a command.
     *
     * @param name of the only object that is meant; empty for any
     */
    boolean allows(Right right, String namespace, String name) throws IOException {
        // Whoever may do it to all is asked no more for each.
        return review(right, namespace, "") || (!name.isEmpty() && review(right, namespace, name));
    }

    private synchronized boolean review(Right right, String namespace, String name) throws IOException {
        String key = right + " " + namespace + "/" + name;
        Boolean known = rights.get(key);
        if (known == null) {
            String path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
            var review = object(
                    path,
                    send(
                            "POST",
                            path,
                            "application/json",
                            right.review(namespace, name).compact()));
            known = Resource.text(review, "status", "allowed").equals("true");
            rights.put(key, known);
        }
        return known;
    }

    public Answer ask(String path) throws IOException {
        return send("GET", path, "", "");
    }

    /**
     * Sends a request.
     *
     * @param type of the body; empty for none
     * @throws IOException the server cannot be asked, or does not answer in time
     */
    public Answer send(String method, String path, String type, String body) throws IOException {
        return send(method, path, type, body, PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long the answer may take
     */
    Answer send(String method, String path, String type, String body, Duration patience) throws IOException {
        Answer answer = request(method, path, type, body, patience);
        boolean expired = answer.status() == UNAUTHORIZED
                && config.getOauthTokenProvider() instanceof StandingToken token
                && token.isReplaced();
        return expired ? request(method, path, type, body, patience) : answer;
    }

    private Answer request(String method, String path, String type, String body, Duration patience) throws IOException {
        var http = client.getHttpClient();
        var request =
                http.newHttpRequestBuilder().uri(server() + path).timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!method.equals("GET")) {
            request.method(method, type.isEmpty() ? "application/json" : type, body);
        }
        var answer = waitFor(http.sendAsync(request.build(), String.class), patience);
        return new Answer(answer.code(), answer.body() == null ? "" : answer.body());
    }

    private <T> T waitFor(CompletableFuture<T> answer, Duration patience) throws IOException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable(words(e.getCause() == null ? e : e.getCause()), e);
        } catch (TimeoutException e) {
            throw unreachable("no answer within " + Span.words(Duration.ofMillis(patience.toMillis())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", e);
        }
    }

    private static String words(Throwable cause) {
        return cause instanceof ConnectException && cause.getMessage() == null
                ? "the connection is refused; is it the right server, and is it there?"
                : cause.toString();
    }

    private IOException unreachable(String why, Exception cause) {
        return new IOException(
                "the API server of context '" + context + "' (" + server() + ") cannot be asked: " + why, cause);
    }

    @Override
    public void close() {
        access.close();
        client.close();
    }
}
