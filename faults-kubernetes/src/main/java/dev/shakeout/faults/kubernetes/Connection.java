package dev.shakeout.faults.kubernetes;

import dev.shakeout.faults.kubernetes.Cluster.Answer;
import dev.shakeout.model.Span;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What goes to an API server and comes back, each request limited in time. */
final class Connection implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static final int UNAUTHORIZED = 401;

    private final String context;
    private final Config config;
    private final KubernetesClient client;

    /** @param context what it is called in the kubeconfig */
    Connection(String context, Config config) {
        this.context = context;
        this.config = config;
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Without a slash at its end. */
    String server() {
        String url = config.getMasterUrl();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * Sends a request, once more if the token has been replaced meanwhile.
     *
     * @param type of the body; empty for none
     * @param patience how long the answer may take
     * @throws IOException the server cannot be asked, or does not answer in time
     */
    Answer send(String method, String path, String type, String body, Duration patience) throws IOException {
        Answer answer = waitFor(begin(method, path, type, body, patience), patience);
        return isReplaced(answer.status()) ? waitFor(begin(method, path, type, body, patience), patience) : answer;
    }

    /** Whether an answer of this status is worth another request, as the token has been replaced by another. */
    boolean isReplaced(int status) {
        return status == UNAUTHORIZED
                && config.getOauthTokenProvider() instanceof StandingToken token
                && token.isReplaced();
    }

    /** Asks for something that is waited for later. */
    CompletableFuture<Answer> ask(String path) {
        return begin("GET", path, "", "", PATIENCE);
    }

    /** Something long, which comes packed if the server can do that. */
    CompletableFuture<Packed> begin(String path) {
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(server() + path)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .header("Accept-Encoding", "gzip")
                .build();
        return http.sendAsync(request, byte[].class).thenApply(Packed::of);
    }

    /** @throws IOException the server does not answer in time */
    <T> T await(CompletableFuture<T> begun) throws IOException {
        return waitFor(begun, PATIENCE);
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

    private CompletableFuture<Answer> begin(String method, String path, String type, String body, Duration patience) {
        var http = client.getHttpClient();
        var request =
                http.newHttpRequestBuilder().uri(server() + path).timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!method.equals("GET")) {
            request.method(method, type.isEmpty() ? "application/json" : type, body);
        }
        return http.sendAsync(request.build(), String.class)
                .thenApply(answer -> new Answer(answer.code(), answer.body() == null ? "" : answer.body()));
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

    /** Why a request was not served, for who can do something about it. */
    String refusal(String what, Answer answer) {
        String where = " by the cluster of context '" + context + "' (" + server() + ")";
        return switch (answer.status()) {
            case UNAUTHORIZED ->
                "the credentials of context '" + context + "' are not accepted by " + server()
                        + " (a token that has expired?); log in again";
            case 403 -> "this account may not " + what + ": " + answer.words();
            case Cluster.GONE -> "the list has changed too much while it was read" + where + "; try again";
            default -> "could not " + what + where + ": " + answer.status() + " " + answer.words();
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
