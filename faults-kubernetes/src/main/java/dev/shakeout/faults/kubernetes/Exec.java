package dev.shakeout.faults.kubernetes;

import dev.shakeout.agent.Carrier;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command in a container, with pipes to it: the subresource exec of a pod, over a WebSocket whose messages begin with the
 * number of a channel (v4.channel.k8s.io, https://kubernetes.io/docs/reference/kubectl/websockets/). When the connection
 * ends, so does the command's input.
 */
final class Exec implements Carrier {
    static final String PROTOCOL = "v4.channel.k8s.io";

    /**
     * The same by curl, for a script behind that of {@link ApiCall} and a command that reads nothing: execute QUERY SECONDS sets
     * told to all that is answered, the status too. curl speaks enough of a WebSocket for that; the key may be any.
     */
    static final String SHELL = """
            execute() {
              told=$(curl -sS --http1.1 -N --config "$access" --max-time "$2" -H 'Connection: Upgrade' \
                -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: c2hha2VvdXQtc2hha2VvdQ==' \
                -H 'Sec-WebSocket-Protocol: v4.channel.k8s.io' "$server$path/exec?$1" 2>&1 | tr -cd '\11\12\40-\176')
            }
            """;

    private static final byte INPUT = 0;
    private static final byte OUTPUT = 1;
    private static final byte ERRORS = 2;
    private static final byte STATUS = 3;
    private static final int LONGEST_COMPLAINT = 2000;

    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final StringBuilder complaint = new StringBuilder();
    private final CompletableFuture<Json> status = new CompletableFuture<>();
    private Optional<WebSocket> socket = Optional.empty();

    private Exec() {}

    /**
     * Starts a command.
     *
     * @throws IOException it cannot be started; not every reason is known at once, see {@link #await}
     */
    static Exec start(Cluster cluster, String pod, String container, List<String> command, Duration patience)
            throws IOException {
        var exec = new Exec();
        exec.socket = Optional.of(cluster.connection()
                .socket(path(pod, container, command, true), PROTOCOL, exec.new Hearing(), patience));
        return exec;
    }

    /** What is asked for, below the server's address. */
    static String path(String pod, String container, List<String> command, boolean input) {
        String words = command.stream().map(word -> "&command=" + encoded(word)).collect(Collectors.joining());
        return pod + "/exec?container=" + encoded(container) + "&stdout=true&stderr=true" + (input ? "&stdin=true" : "")
                + words;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Runs a command to its end.
     *
     * @throws IOException it could not be run, or ended with another status than 0
     */
    static void run(Cluster cluster, String pod, String container, List<String> command, Duration patience)
            throws IOException {
        try (Exec exec = start(cluster, pod, container, command, patience)) {
            exec.await(patience);
        }
    }

    /**
     * What a command has written.
     *
     * @param status that it has ended with
     */
    record Said(int status, String output, String errors) {}

    /**
     * Runs a command to its end, whatever that is.
     *
     * @throws IOException it could not be run, or takes longer
     */
    static Said listen(Cluster cluster, String pod, String container, List<String> command, Duration patience)
            throws IOException {
        try (Exec exec = start(cluster, pod, container, command, patience)) {
            Json ended = exec.ended(patience);
            int status = exec.status(ended);
            return new Said(status, exec.output(), exec.complaint(""));
        }
    }

    /** Of the command; https://kubernetes.io/docs/reference/kubernetes-api/ calls it a cause of the kind ExitCode. */
    private int status(Json ended) throws IOException {
        if (Resource.text(ended, "status").equals("Success")) {
            return 0;
        }
        Json causes = Resource.at(ended, "details", "causes").orElse(Json.Null.NULL);
        return (causes instanceof Json.Arr(var all) ? all.stream() : Stream.<Json>empty())
                .filter(cause -> Resource.text(cause, "reason").equals("ExitCode"))
                .map(cause -> Integer.parseInt(Resource.text(cause, "message")))
                .findFirst()
                .orElseThrow(() -> new IOException(words(ended)));
    }

    private synchronized String output() {
        var text = new StringBuilder();
        lines.stream()
                .flatMap(Optional::stream)
                .forEach(line -> text.append(line).append('\n'));
        return text.append(begun.toString(StandardCharsets.UTF_8)).toString();
    }

    private void await(Duration patience) throws IOException {
        Json ended = ended(patience);
        if (!Resource.text(ended, "status").equals("Success")) {
            throw new IOException(words(ended));
        }
    }

    private Json ended(Duration patience) throws IOException {
        try {
            return status.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the command has not ended within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(complaint(String.valueOf(e.getCause())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String words(Json ended) {
        return complaint(Resource.text(ended, "message"));
    }

    /** What the command has complained of, or else why it has ended. */
    private synchronized String complaint(String otherwise) {
        String said = complaint.toString().strip();
        return said.isEmpty() ? otherwise : said;
    }

    /** Why there are no lines any more, for a person. */
    String end() {
        return status.isDone() && !status.isCompletedExceptionally()
                ? words(status.join())
                : complaint("the connection was cut");
    }

    @Override
    public synchronized void send(String line) throws IOException {
        byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
        var message = ByteBuffer.allocate(text.length + 1).put(INPUT).put(text).flip();
        if (socket.isEmpty() || !socket.get().send(message)) {
            throw new IOException("the connection to the container has ended");
        }
    }

    @Override
    public Optional<String> receive() {
        try {
            Optional<String> line = lines.take();
            if (line.isEmpty()) {
                lines.add(line); // for whoever asks again
            }
            return line;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        socket.ifPresent(open -> open.sendClose(1000, "done"));
        over(new IOException("closed"));
    }

    private void over(Throwable why) {
        status.completeExceptionally(why);
        lines.add(Optional.empty());
    }

    private synchronized void hear(ByteBuffer message) {
        if (!message.hasRemaining()) {
            return;
        }
        switch (message.get()) {
            case OUTPUT -> output(message);
            case ERRORS -> {
                if (complaint.length() < LONGEST_COMPLAINT) {
                    complaint.append(StandardCharsets.UTF_8.decode(message));
                }
            }
            case STATUS -> ended(StandardCharsets.UTF_8.decode(message).toString());
            default -> {}
        }
    }

    private void output(ByteBuffer bytes) {
        var whole = new ArrayList<Optional<String>>();
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                whole.add(Optional.of(begun.toString(StandardCharsets.UTF_8)));
                begun.reset();
            } else {
                begun.write(next);
            }
        }
        lines.addAll(whole);
    }

    private void ended(String text) {
        try {
            status.complete(JsonReader.read(text));
        } catch (BadValue e) {
            status.completeExceptionally(e);
        }
        lines.add(Optional.empty());
    }

    private final class Hearing implements WebSocket.Listener {
        @Override
        public void onMessage(WebSocket from, ByteBuffer message) {
            hear(message);
            from.request();
        }

        @Override
        public void onMessage(WebSocket from, String text) {
            from.request();
        }

        @Override
        public void onClose(WebSocket from, int code, String reason) {
            over(new IOException("the connection was closed: " + code + " " + reason));
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            over(error);
        }
    }
}
