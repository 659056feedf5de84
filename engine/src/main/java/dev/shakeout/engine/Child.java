package dev.shakeout.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/** A process that lives as long as its injection. All it says is read, as one that talks must not stall on a full pipe. */
final class Child {
    private static final Duration READY_LIMIT = Duration.ofSeconds(15);
    private static final int LONGEST_LINE = 500;

    private final Process process;
    private final CompletableFuture<Optional<String>> output;
    private final CompletableFuture<Optional<String>> errors;
    private volatile boolean mayEnd;

    Child(Process process) {
        this.process = process;
        this.output = drain(process.getInputStream());
        this.errors = drain(process.getErrorStream());
    }

    /** Its first line of output; that of its complaints, when it ends without any. */
    String firstLine() throws InterruptedException {
        try {
            Optional<String> line = output.get(READY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return line.isPresent()
                    ? line.get()
                    : errors.get(1, TimeUnit.SECONDS).orElse("it ended at once");
        } catch (TimeoutException | ExecutionException _) {
            return "no sign of life within " + READY_LIMIT.toSeconds() + " s";
        }
    }

    /**
     * Tells when it ends although it should still live.
     *
     * @param early told once, with its exit status: 128 and the number of a signal that ended it
     */
    void watch(IntConsumer early) {
        var _ = process.onExit().thenAccept(ended -> {
            if (!mayEnd) {
                early.accept(ended.exitValue());
            }
        });
    }

    /** From here on its end surprises nobody. */
    void mayEnd() {
        mayEnd = true;
    }

    /** Closes the pipe by which it sees that its owner lives. */
    void release() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // it has ended
        }
    }

    private static CompletableFuture<Optional<String>> drain(InputStream stream) {
        var first = new CompletableFuture<Optional<String>>();
        Threads.start("output", () -> {
            try (stream) {
                var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
                first.complete(line(reader));
                reader.transferTo(java.io.Writer.nullWriter());
            } catch (IOException _) {
                first.complete(Optional.empty());
            }
        });
        return first;
    }

    /** Up to the end of the line, of the stream, or of what anyone would read. */
    private static Optional<String> line(Reader reader) throws IOException {
        var line = new StringBuilder();
        for (int c = reader.read(); c != '\n' && line.length() < LONGEST_LINE; c = reader.read()) {
            if (c < 0) {
                return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
            }
            line.append((char) c);
        }
        return Optional.of(line.toString());
    }
}
