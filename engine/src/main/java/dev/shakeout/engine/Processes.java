package dev.shakeout.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands. Never through a shell, unless the command is one. */
public class Processes {
    /** How long the output of a command that has ended is waited for: what it left behind may hold the pipe open. */
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(1);

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

    private final Map<String, String> variables;

    /** With the environment of this process. */
    public Processes() {
        this(Map.of());
    }

    private Processes(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** The same, but that what is started finds these variables as well. */
    Processes with(Map<String, String> more) {
        return new Processes(more);
    }

    public Finished run(List<String> argv) {
        return run(argv, Duration.ofSeconds(10));
    }

    /**
     * Runs a command to its end; one that outlives the limit, or whose caller is interrupted, is killed with all that
     * it started. Its standard input is empty.
     */
    public Finished run(List<String> argv, Duration limit) {
        Process process;
        try {
            process = builder(argv)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
        } catch (IOException e) {
            return new Finished(127, "", argv.getFirst() + ": " + e.getMessage());
        }
        var output = new Captured(process.getInputStream());
        var errors = new Captured(process.getErrorStream());
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                kill(process);
                return new Finished(124, "", String.join(" ", argv) + ": no end after " + limit.toSeconds() + " s");
            }
            return new Finished(process.exitValue(), output.text(), errors.text());
        } catch (InterruptedException _) {
            kill(process);
            Thread.currentThread().interrupt();
            return new Finished(130, "", "interrupted");
        }
    }

    /** Starts a command that lives on; its output and errors are pipes. */
    public Process start(List<String> argv) throws IOException {
        return builder(argv).start();
    }

    private ProcessBuilder builder(List<String> argv) {
        var builder = new ProcessBuilder(argv);
        if (!variables.isEmpty()) {
            builder.environment().putAll(variables);
        }
        return builder;
    }

    private static void kill(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** What a stream has brought so far, and its end if that comes soon. */
    private static final class Captured {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Captured(InputStream stream) {
            reader = Threads.start("output", () -> {
                try (stream) {
                    stream.transferTo(bytes);
                } catch (IOException _) {
                    // what came until now is what there is
                }
            });
        }

        String text() throws InterruptedException {
            reader.join(OUTPUT_GRACE);
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
