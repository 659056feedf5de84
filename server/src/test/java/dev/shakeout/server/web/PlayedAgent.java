package dev.shakeout.server.web;

import dev.shakeout.agent.AgentKey;
import dev.shakeout.agent.FleetMessage;
import dev.shakeout.agent.Hello;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The other end of a connection, that says whatever a test wants, and with any key. */
final class PlayedAgent implements WebSocket.Listener, AutoCloseable {
    private static final String END = "end";

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder begun = new StringBuilder();
    final WebSocket socket;
    /** Of the challenge, which comes first. */
    final String nonce;

    PlayedAgent(Site site, HttpClient client) throws Exception {
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + site.web.port() + AgentSocket.PATH), this)
                .get(20, TimeUnit.SECONDS);
        nonce = ((FleetMessage.Challenge) FleetMessage.read(JsonReader.read(next()))).nonce();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        begun.append(part);
        if (last) {
            heard.add(begun.toString());
            begun.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        heard.add(END);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        heard.add(END);
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing comes of the server"));
    }

    void say(String text) throws Exception {
        socket.sendText(text, true).get(20, TimeUnit.SECONDS);
    }

    void say(FleetMessage message) throws Exception {
        say(message.text());
    }

    Hello hello(AgentKey key, Optional<String> enrolment, Map<String, String> labels, String version) {
        return new Hello(
                nonce,
                key.text(),
                enrolment,
                "web-1",
                labels,
                Json.object("kernel", "6"),
                Json.object("cpu/load", Json.of(java.util.List.of(Json.of("stressor")))),
                version);
    }

    FleetMessage hear() throws InterruptedException {
        return FleetMessage.read(JsonReader.read(next()));
    }

    /** What the server says next, and that it lets go then. */
    String refused() throws InterruptedException {
        String why = ((FleetMessage.Refused) hear()).why();
        awaitEnd();
        return why;
    }

    void awaitEnd() throws InterruptedException {
        String last = next();
        if (!last.equals(END)) {
            throw new AssertionError("the connection goes on: " + last);
        }
    }

    FleetMessage.Welcome join(AgentKey key, Optional<String> enrolment) throws Exception {
        say(hello(key, enrolment, Map.of(), Site.VERSION).signed(key));
        return (FleetMessage.Welcome) hear();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
