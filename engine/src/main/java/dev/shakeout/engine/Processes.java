package dev.shakeout.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs commands. Never through a shell, unless the command is one. */
public class Processes {
    /** A status of 127 stands for a command that could not be started, as in a shell; 124 for one that was timed out. */
    public record Finished(int status, String output, String errors) {
        public boolean ok() {
            return status == 0;
        }

        /** The first line of what it complained of, for messages. */
        public String complaint() {
            String text = errors.isBlank() ? output : errors;
            return text.isBlank()
                    ? "status " + status
                    : text.strip().lines().findFirst().orElse("");
        }
    }

    public Finished run(List<String> argv) {
        return run(argv, Duration.ofSeconds(10));
    }

    /** Runs a command to its end; one that outlives the limit is killed. Its standard input is empty. */
    public Finished run(List<String> argv, Duration limit) {
        Process process;
        try {
            process = new ProcessBuilder(argv)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
        } catch (IOException e) {
            return new Finished(127, "", argv.getFirst() + ": " + e.getMessage());
        }
        var output = CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()), Thread::startVirtualThread);
        var errors = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()), Thread::startVirtualThread);
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly();
                return new Finished(124, "", String.join(" ", argv) + ": no end after " + limit.toSeconds() + " s");
            }
            return new Finished(process.exitValue(), output.join(), errors.join());
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Finished(130, "", "interrupted");
        }
    }

    /** Starts a command that lives on; its output and errors are pipes. */
    public Process start(List<String> argv) throws IOException {
        return new ProcessBuilder(argv).start();
    }

    private static String readAll(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
