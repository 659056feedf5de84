package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Omitted;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A cluster as one context of a kubeconfig reaches it, or the account of the pod that Shakeout runs in. */
public final class Cluster implements AutoCloseable {
    static final int GONE = 410;
    /** The type of a JSON merge patch (RFC 7396). */
    public static final String MERGE = "application/merge-patch+json";
    /** The context of a pod, which has no kubeconfig. */
    static final String IN_POD = "in-cluster";

    private final String context;
    private final Config config;
    private final Connection connection;
    private final ReadAhead ahead;
    private final Access access;
    private final Map<String, Boolean> rights = new HashMap<>();
    private final PodSights pods = new PodSights();
    private final String owner = "shakeout-" + ApiRung.Site.freshToken();

    Cluster(String context, Config config, Machine machine) {
        this.context = context;
        this.config = config;
        this.connection = new Connection(context, config);
        this.ahead = new ReadAhead(connection);
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
        return connection.server();
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

    PodSights pods() {
        return pods;
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

    ReadAhead ahead() {
        return ahead;
    }

    /** Empty when there is no such object. */
    public Optional<Resource> find(ResourceType type, String path) throws IOException {
        var read = ahead.take(path);
        Answer answer = read.isPresent() ? read.get() : ask(path);
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
        var pages = new Pages(this, collection, query);
        try {
            Json.Obj page;
            do {
                page = pages.next().object(collection, this, omitted);
                var items = Resource.at(page, "items").orElse(Json.of(List.of()));
                for (Json item : items instanceof Json.Arr(var all) ? all : List.<Json>of()) {
                    if (item instanceof Json.Obj body) {
                        each.accept(body);
                    }
                }
            } while (pages.goesOn(Resource.text(page, "metadata", "continue")));
            return Resource.text(page, "metadata", "resourceVersion");
        } finally {
            pages.close();
        }
    }

    /** To be put behind other parts of a query. */
    static String encoded(Map<String, String> query) {
        var all = new StringBuilder();
        query.forEach((key, value) -> all.append('&').append(key).append('=').append(encoded(value)));
        return all.toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @throws IOException it is not there, or cannot be asked for */
    Json.Obj get(String path) throws IOException {
        return object(path, ask(path));
    }

    /** @throws IOException it is no object, but a refusal */
    public Json.Obj object(String path, Answer answer) throws IOException {
        if (!answer.ok()) {
            throw new IOException(refusal("read " + path, answer));
        }
        return object(path, () -> JsonReader.read(answer.text()));
    }

    /** What is read of an answer to this. */
    Json.Obj object(String path, Supplier<Json> reading) throws IOException {
        try {
            if (reading.get() instanceof Json.Obj object) {
                return object;
            }
        } catch (BadValue e) {
            throw new IOException(server() + path + " is answered with no JSON: " + e.getMessage(), e);
        }
        throw new IOException(server() + path + " is not answered with an object");
    }

    /** Why a request was not served, for who can do something about it. */
    public String refusal(String what, Answer answer) {
        return connection.refusal(what, answer);
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
        return send(method, path, type, body, Connection.PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long the answer may take
     */
    Answer send(String method, String path, String type, String body, Duration patience) throws IOException {
        return connection.send(method, path, type, body, patience);
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        access.close();
        connection.close();
    }
}
