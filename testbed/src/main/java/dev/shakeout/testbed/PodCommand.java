package dev.shakeout.testbed;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesApi.Executed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A command in a container, by the protocol v4.channel.k8s.io: the first byte of each message says which of its streams it is
 * of.
 */
final class PodCommand implements WebSocket.Listener {
    static final String PROTOCOL = "v4.channel.k8s.io";

    private static final int OUTPUT = 1;
    private static final int ERRORS = 2;
    private static final int END = 3;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream end = new ByteArrayOutputStream();
    private final CompletableFuture<Executed> executed = new CompletableFuture<>();
    private ByteArrayOutputStream current = output;
    private boolean begins = true; // a message

    /** Fails when the connection does. */
    CompletableFuture<Executed> executed() {
        return executed;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (begins && data.hasRemaining()) {
            current = switch (data.get()) {
                case OUTPUT -> output;
                case ERRORS -> errors;
                case END -> end;
                default -> new ByteArrayOutputStream();
            };
        }
        begins = last;
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        current.writeBytes(bytes);
        socket.request(1);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        if (end.size() == 0) {
            executed.completeExceptionally(new IOException("closed before its end: " + status + " " + reason));
        } else {
            executed.completeAsync(() -> new Executed(status(), text(output), text(errors)), Runnable::run);
        }
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        executed.completeExceptionally(error);
    }

    private int status() {
        var told = new KubernetesObject((Json.Obj) JsonReader.read(text(end)));
        if (told.text("status").equals("Success")) {
            return 0;
        }
        return told.each("details", "causes").stream()
                .filter(cause -> cause.text("reason").equals("ExitCode"))
                .findFirst()
                .map(cause -> Integer.parseInt(cause.text("message")))
                .orElseThrow(() -> new IllegalStateException(told.text("message"))); // it never began
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
