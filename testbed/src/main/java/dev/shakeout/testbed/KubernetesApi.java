package dev.shakeout.testbed;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An API server as one of its users sees it, with nothing between the test and HTTP. */
public final class KubernetesApi implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30); // a busy machine is no dead server

    private static final int CREATED = 201;

    private static final Map<String, String> COLLECTIONS = Map.of(
            "Namespace", "/api/v1/namespaces",
            "ServiceAccount", "/api/v1/namespaces/%s/serviceaccounts",
            "Role", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/roles",
            "RoleBinding", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/rolebindings",
            "ClusterRole", "/apis/rbac.authorization.k8s.io/v1/clusterroles",
            "ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
            "Deployment", "/apis/apps/v1/namespaces/%s/deployments");

    /** @param body empty where the answer is no object */
    public record Answer(int status, KubernetesObject body) {
        public boolean ok() {
            return status / 100 == 2;
        }
    }

    /** @param status of a command's end */
    public record Executed(int status, String output, String errors) {}

    private final String server;
    private final String token;
    private final HttpClient client;

    private KubernetesApi(String server, String token, HttpClient client) {
        this.server = server;
        this.token = token;
        this.client = client;
    }

    static KubernetesApi at(String server, Path authority, String token) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(authority))
                .version(HttpClient.Version.HTTP_1_1) // a watch that is cut is then nobody else's matter
                .connectTimeout(PATIENCE)
                .build();
        return new KubernetesApi(server, token, client);
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream certificate = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(authority + " is no certificate to trust: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalStateException it answers with an error, which is told in its own words */
    public KubernetesObject get(String path) throws IOException {
        return wellDone("GET", path, ask("GET", path, Json.Obj.EMPTY));
    }

    /** @param collection such as /api/v1/namespaces/shop/pods */
    public KubernetesObject create(String collection, Json.Obj object) throws IOException {
        return wellDone("POST", collection, ask("POST", collection, object));
    }

    /** @param change a JSON merge patch (RFC 7396) */
    public KubernetesObject patch(String path, Json.Obj change) throws IOException {
        return wellDone("PATCH", path, ask("PATCH", path, change));
    }

    /** With the grace period that the object names itself. */
    public void delete(String path) throws IOException {
        wellDone("DELETE", path, ask("DELETE", path, Json.Obj.EMPTY));
    }

    /**
     * Makes what manifests in YAML say, as kubectl apply would of what is not there yet: a kind and a namespace each stand in
     * a line of their own.
     *
     * @throws IllegalStateException something is not made anew, which is told in the server's words
     */
    public void apply(String manifests) throws IOException {
        for (String manifest : manifests.split("(?m)^---\n", 0)) {
            String path = COLLECTIONS.getOrDefault(said("kind", manifest), "").formatted(said("  namespace", manifest));
            create(path, manifest);
        }
    }

    /**
     * Makes one object as YAML says.
     *
     * @throws IllegalStateException it is not made anew, which is told in the server's words
     */
    public void create(String collection, String manifest) throws IOException {
        Answer made = send("POST", collection, "application/yaml", HttpRequest.BodyPublishers.ofString(manifest));
        if (made.status() != CREATED) {
            throw failure("POST", collection, made);
        }
    }

    private static String said(String key, String manifest) {
        return manifest.lines()
                .filter(line -> line.startsWith(key + ": "))
                .findFirst()
                .map(line -> line.substring(key.length() + 2))
                .orElse("");
    }

    private KubernetesObject wellDone(String method, String path, Answer answer) {
        if (!answer.ok()) {
            throw failure(method, path, answer);
        }
        return answer.body();
    }

    private static IllegalStateException failure(String method, String path, Answer answer) {
        return new IllegalStateException(method + " " + path + ": " + answer.status() + " "
                + answer.body().text("message"));
    }

    /**
     * Any request, with whatever answer.
     *
     * @param body none is sent if it is empty
     * @throws IOException there is no answer, or none within half a minute
     */
    public Answer ask(String method, String path, Json.Obj body) throws IOException {
        return send(
                method,
                path,
                method.equals("PATCH") ? "application/merge-patch+json" : "application/json",
                body.members().isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body.compact()));
    }

    /**
     * An answer that is no object, such as a log.
     *
     * @throws IllegalStateException it is an error
     */
    public String text(String path) throws IOException {
        var response = send(request(path).timeout(PATIENCE).build());
        if (response.statusCode() / 100 != 2) {
            throw failure("GET", path, new Answer(response.statusCode(), object(response.body())));
        }
        return response.body();
    }

    /**
     * Runs a command in a container to its end, as kubectl exec does.
     *
     * @param pod such as /api/v1/namespaces/shop/pods/web-1
     * @throws IOException it could not be begun, or took longer than half a minute
     */
    public Executed execute(String pod, String container, String... command) throws IOException {
        var query = new StringBuilder("?stdout=true&stderr=true&container=" + container);
        for (String word : command) {
            query.append("&command=").append(URLEncoder.encode(word, StandardCharsets.UTF_8));
        }
        var told = new PodCommand();
        try {
            var socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .subprotocols(PodCommand.PROTOCOL)
                    .buildAsync(URI.create(server.replaceFirst("^http", "ws") + pod + "/exec" + query), told)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            try {
                return told.executed().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } finally {
                socket.abort();
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(pod + ": " + String.join(" ", command) + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Answer send(String method, String path, String type, HttpRequest.BodyPublisher body) throws IOException {
        var request = request(path)
                .timeout(PATIENCE)
                .header("Content-Type", type)
                .method(method, body)
                .build();
        var response = send(request);
        return new Answer(response.statusCode(), object(response.body()));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", "Bearer " + token);
    }

    private static KubernetesObject object(String text) {
        return new KubernetesObject(
                text.startsWith("{") && JsonReader.read(text) instanceof Json.Obj object ? object : Json.Obj.EMPTY);
    }

    /**
     * Tells of all that is in a collection, and then of all that is added or changed, until the server ends it.
     *
     * @throws IOException it was cut
     */
    void follow(String collection, Consumer<KubernetesObject> told) throws IOException {
        KubernetesObject all = get(collection);
        all.each("items").forEach(told);
        var request = request(collection + "?watch=1&resourceVersion=" + all.text("metadata", "resourceVersion"))
                .timeout(PATIENCE) // for the head of the answer
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                lines.map(KubernetesApi::object)
                        .takeWhile(event -> !event.text("type").equals("ERROR"))
                        .filter(event -> !event.text("type").equals("DELETED"))
                        .flatMap(event -> event.field("object").stream())
                        .forEach(object -> told.accept(new KubernetesObject((Json.Obj) object)));
            }
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Cuts what is under way. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
