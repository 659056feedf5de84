package dev.shakeout.testbed;

import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A program that runs beside the tests and never outlives them: a shell holds the other end of a pipe, and ends the program
 * when the JVM is gone, however that came about. The shell has a session of its own, so that it outlives the JVM's.
 */
final class Daemon implements AutoCloseable {
    private static final String START = """
            after=$1
            shift
            exec 3<&0
            setsid sh -c '
                read -r _
                [ "/proc/$1/exe" -ef "$2" ] && kill -KILL "$1"
                eval "$3"' sh $$ "$1" "$after" <&3 >/dev/null 2>&1 &
            exec "$@" </dev/null 3<&-""";

    private final String name;
    private final Path log;
    private final Process process;
    private final ProcessIdentity identity;

    private Daemon(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.identity =
                ProcessIdentity.of(process.pid()).orElse(new ProcessIdentity(process.pid(), 0)); // it has ended already
    }

    /** @param log what it writes is added to this file */
    static Daemon start(Path program, List<String> arguments, Path log) throws IOException {
        return start(program, arguments, log, "");
    }

    /** @param after what the shell does when the program has been ended, also in place of a JVM that is gone */
    static Daemon start(Path program, List<String> arguments, Path log, String after) throws IOException {
        var argv = new ArrayList<>(List.of("sh", "-c", START, "sh", after, program.toString()));
        argv.addAll(arguments);
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .directory(new File("/"))
                .start();
        return new Daemon(String.valueOf(program.getFileName()), log, process);
    }

    ProcessIdentity identity() {
        return identity;
    }

    boolean ended() {
        return !process.isAlive();
    }

    /** @throws IllegalStateException it has ended, which it was not to */
    void check() {
        if (ended()) {
            throw new IllegalStateException(complaint());
        }
    }

    /**
     * Returns when it is ready. One that is not within this time, or ends before, is closed.
     *
     * @param ready asked again until it says so
     */
    void awaitReady(Duration patience, Callable<Boolean> ready) {
        try {
            await(name).atMost(patience).pollInterval(Duration.ofMillis(50)).until(() -> {
                check();
                return ready.call();
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Stops it where it stands (SIGSTOP); returns when every thread of it does, which the signal does not wait for. */
    void pause() {
        signal("STOP");
        await(name + " to stand still").atMost(Duration.ofSeconds(30)).until(this::standsStill);
    }

    /** After {@link #pause}. */
    void resume() {
        signal("CONT");
    }

    private boolean standsStill() throws IOException {
        try (var threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException _) {
            return false; // a thread has ended meanwhile
        }
    }

    private void signal(String signal) {
        if (!identity.lives()) { // its pid may be another's by now
            throw new IllegalStateException("SIG" + signal + " comes too late: " + complaint());
        }
        try {
            int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(name + " got no SIG" + signal + ": " + complaint());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Where to read on, and the last that it wrote. */
    String complaint() {
        String last;
        try (var lines = Files.lines(log)) {
            last = lines.reduce("", (_, line) -> line);
        } catch (IOException | UncheckedIOException e) {
            last = e.toString();
        }
        return name + (process.isAlive() ? "" : " has ended") + ", see " + log + ": " + last;
    }

    /** Ends it at once, also one that stands still. */
    @Override
    public void close() {
        process.destroyForcibly();
        await(name + " to end").atMost(Duration.ofSeconds(30)).until(this::ended);
        try {
            process.getOutputStream().close(); // ends the shell
        } catch (IOException _) {
            // nobody reads any more
        }
    }
}
