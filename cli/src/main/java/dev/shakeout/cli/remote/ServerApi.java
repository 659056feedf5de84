package dev.shakeout.cli.remote;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What can be asked of a server. Redirects are not followed: the token is for this server alone. */
public final class ServerApi implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PROBLEM = "application/problem+json";

    private final ServerUrl url;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    public ServerApi(ServerUrl url, String token) {
        this.url = url;
        this.token = token;
    }

    /** What is asked for was done or is there. */
    public record Answer(int status, String text, Optional<String> etag) {
        /** The object that it is. */
        public Json.Obj json() throws IOException {
            try {
                if (JsonReader.read(text) instanceof Json.Obj object) {
                    return object;
                }
            } catch (BadValue _) {
                // told below
            }
            throw new IOException("the server answered with no JSON; is this the address of a Shakeout server?");
        }
    }

    public ServerUrl url() {
        return url;
    }

    /** Part of a path or of a query. */
    public static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * What is there.
     *
     * @param path after the version of the API, with its query
     * @throws ServerRefusal it says no
     * @throws IOException it cannot be reached, or is broken
     */
    public Answer get(String path) throws IOException {
        return send("GET", path, Optional.empty(), Map.of());
    }

    /** As {@link #get}, but empty when there is no such thing. */
    public Optional<Answer> find(String path) throws IOException {
        try {
            return Optional.of(get(path));
        } catch (ServerRefusal e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** As {@link #get}, for what changes something. */
    public Answer send(String verb, String path, Optional<Json.Obj> body, Map<String, String> headers)
            throws IOException {
        var request = request(path)
                .timeout(LIMIT)
                .method(
                        verb,
                        body.map(json -> BodyPublishers.ofString(json.compact()))
                                .orElse(BodyPublishers.noBody()));
        body.ifPresent(_ -> request.header("Content-Type", "application/json"));
        headers.forEach(request::header);
        HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
        check(response, response.body());
        return new Answer(
                response.statusCode(), response.body(), response.headers().firstValue("ETag"));
    }

    /** What a run tells, as server-sent events; to be closed by whoever reads it. */
    InputStream events(String run, String last) throws IOException {
        var request = request("/runs/" + escaped(run) + "/events").GET();
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                check(response, new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.api(path)).header("Authorization", "Bearer " + token);
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException {
        try {
            return client.send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before " + url + " answered", e);
        } catch (IOException e) {
            throw new IOException(unreachable(e), e);
        }
    }

    private String unreachable(IOException e) {
        String why = switch (e) {
            case SSLException tls ->
                "its certificate or TLS is not accepted (" + tls.getMessage()
                        + "); a certificate authority of your own is named by"
                        + " JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE";
            case HttpConnectTimeoutException _ -> "it cannot be connected to within 10 s";
            case HttpTimeoutException _ -> "it does not answer within " + LIMIT.toSeconds() + " s";
            case ConnectException connect
            when connect.getCause() instanceof UnresolvedAddressException -> "there is no host of this name";
            case UnknownHostException _ -> "there is no host of this name";
            case ConnectException _ -> "nothing answers there; is 'shakeout server' running?";
            default -> "the connection broke (" + e + ")";
        };
        return "the server " + url + " cannot be reached: " + why;
    }

    private void check(HttpResponse<?> response, String body) throws IOException {
        int status = response.statusCode();
        if (status < 300) {
            return;
        }
        boolean ours = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith(PROBLEM))
                .isPresent();
        if (status < 400) {
            String to = response.headers().firstValue("Location").orElse("elsewhere");
            throw new ServerRefusal(
                    status, url + " sends on to " + to + "; a token is not sent there: name that address itself");
        }
        if (!ours) {
            String words = url + " answered with status " + status + ", and not as a Shakeout server does";
            if (status >= 500) {
                throw new IOException(words + "; try again later, or ask whoever keeps it");
            }
            throw new ServerRefusal(status, words + "; is the address right?");
        }
        String detail = new Answer(status, body, Optional.empty())
                .json()
                .get("detail")
                .map(Json::text)
                .orElse("status " + status);
        if (status >= 500) {
            throw new IOException(url + " is broken: " + detail);
        }
        throw new ServerRefusal(status, status == 401 ? detail + "; then: shakeout login --server " + url : detail);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
