package dev.shakeout.agent;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One WebSocket from an agent to its server. Whatever ends it is told once, and nothing comes after that. */
final class ServerLine implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(20);
    private static final Duration TO_SEND = Duration.ofSeconds(10);
    /** Far more than a server has to say at once, bodies of answers in the arguments of a fault among it. */
    private static final int LONGEST = 1024 * 1024;

    private final HttpClient client;
    private final Inbox inbox;
    private final WebSocket socket;

    private ServerLine(HttpClient client, Inbox inbox, WebSocket socket) {
        this.client = client;
        this.inbox = inbox;
        this.socket = socket;
    }

    /** @throws IOException it cannot be reached, or is no such server */
    static ServerLine dial(URI server, ProxySelector proxies) throws IOException, InterruptedException {
        var inbox = new Inbox();
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TO_CONNECT)
                .proxy(proxies)
                .build();
        var opening = client.newWebSocketBuilder().connectTimeout(TO_CONNECT).buildAsync(server, inbox);
        try {
            return new ServerLine(client, inbox, opening.get());
        } catch (InterruptedException e) {
            client.shutdownNow();
            throw e;
        } catch (ExecutionException e) {
            client.shutdownNow();
            throw new IOException(words(e.getCause() == null ? e : e.getCause()), e);
        }
    }

    private static String words(Throwable e) {
        if (e instanceof WebSocketHandshakeException refused) {
            return "what answers there is no server with a fleet (status "
                    + refused.getResponse().statusCode() + "); is the address right?";
        }
        return "it cannot be reached (" + e + ")";
    }

    /** By several threads, one after the other. */
    synchronized void say(FleetMessage message) throws IOException, InterruptedException {
        try {
            socket.sendText(message.text(), true).get(TO_SEND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            throw new IOException("the connection is lost (" + e + ")", e);
        }
    }

    /**
     * The next word of the server; empty when there was none for so long.
     *
     * @throws IOException the connection has ended, or what comes is not understood
     */
    Optional<FleetMessage> hear(Duration atMost) throws IOException, InterruptedException {
        Optional<Heard> heard = Optional.ofNullable(inbox.heard.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
        if (heard.isEmpty()) {
            return Optional.empty();
        }
        return switch (heard.get()) {
            case Heard.End(var why) -> throw new IOException(why);
            case Heard.Text(var text) -> {
                socket.request(1);
                yield Optional.of(read(text));
            }
        };
    }

    private static FleetMessage read(String text) throws IOException {
        try {
            return FleetMessage.read(JsonReader.read(text));
        } catch (BadValue e) {
            throw new IOException("what the server says is not understood: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow(); // a socket does not keep its client open, nor the other way round
    }

    private sealed interface Heard {
        record Text(String text) implements Heard {}

        record End(String why) implements Heard {}
    }

    /** Takes no more than one text at a time: the next is asked for when that was heard. */
    private static final class Inbox implements WebSocket.Listener {
        private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(4);
        private final StringBuilder begun = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            begun.append(part);
            if (begun.length() > LONGEST) {
                socket.abort();
                end("the server says more at once than a server does");
            } else if (last) {
                var _ = heard.offer(new Heard.Text(begun.toString()));
                begun.setLength(0);
            } else {
                socket.request(1);
            }
            return null; // what there was to take is taken
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end("the server has ended the connection" + (reason.isEmpty() ? "" : ": " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end("the connection is lost (" + error + ")");
        }

        private void end(String why) {
            var _ = heard.offer(new Heard.End(why));
        }
    }
}
