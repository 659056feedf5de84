package dev.shakeout.faults.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An answer that comes line by line. More is taken from the connection only when what came is used up. */
final class Lines implements AutoCloseable {
    private sealed interface Piece {
        record Line(String text) implements Piece {}

        /** @param why empty when the answer is complete */
        record End(Optional<String> why) implements Piece {}
    }

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private Optional<AsyncBody> body = Optional.empty();
    private int status;
    private boolean closed;

    Lines() {}

    /** Done when the head of the answer is there. */
    CompletableFuture<Lines> begin(HttpClient http, HttpRequest request) {
        return http.consumeBytes(request, (bytes, _) -> take(bytes)).thenApply(answer -> {
            begun(answer.code(), answer.body());
            return this;
        });
    }

    private synchronized void begun(int code, AsyncBody answer) {
        status = code;
        body = Optional.of(answer);
        var _ = answer.done().whenComplete((_, failure) -> end(Optional.ofNullable(failure)));
        if (closed) { // nobody waits for it any more
            answer.cancel();
        }
    }

    private synchronized void end(Optional<Throwable> failure) {
        if (begun.size() > 0 && failure.isEmpty()) {
            line();
        }
        pieces.add(new Piece.End(failure.map(String::valueOf)));
    }

    private synchronized void take(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    line();
                } else {
                    begun.write(next);
                }
            }
        }
        if (pieces.isEmpty()) { // it was a part of a line
            body.ifPresent(AsyncBody::consume);
        }
    }

    private void line() {
        pieces.add(new Piece.Line(begun.toString(StandardCharsets.UTF_8)));
        begun.reset();
    }

    synchronized int status() {
        return status;
    }

    /**
     * The next line; empty when the answer is complete.
     *
     * @throws IOException it was cut, or nothing came for so long
     */
    Optional<String> next(Duration patience) throws IOException {
        try {
            Piece next = pieces.poll();
            if (next == null) {
                synchronized (this) {
                    body.ifPresent(AsyncBody::consume);
                }
                next = pieces.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
            }
            return switch (next) {
                case Piece.Line(String text) -> Optional.of(text);
                case Piece.End end -> {
                    pieces.add(end); // for whoever asks again
                    if (end.why().isPresent()) {
                        throw new IOException("the answer was cut: " + end.why().get());
                    }
                    yield Optional.empty();
                }
                case null -> throw new IOException("nothing was heard for " + patience.toSeconds() + " s");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** All that is left. */
    String rest(Duration patience) throws IOException {
        var all = new StringBuilder();
        for (Optional<String> line = next(patience); line.isPresent(); line = next(patience)) {
            all.append(line.get()).append('\n');
        }
        return all.toString();
    }

    @Override
    public synchronized void close() {
        closed = true;
        body.ifPresent(AsyncBody::cancel);
    }
}
