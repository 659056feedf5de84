package dev.shakeout.probes.program;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProcessFamily;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run to its end in a session of its own, with nothing on its standard input. What outlives the limit,
 * or whose caller is interrupted, is killed with all it has started.
 *
 * @param command its path, and its arguments
 */
public record Program(List<String> command, Machine machine) {
    /** How long output is awaited that a survivor of the program, such as a daemon it started, still may write to. */
    static final Duration LAST_OUTPUT = Duration.ofMillis(500);

    /**
     * How it ended.
     *
     * @param status as a shell tells it: of one that a signal has ended, 128 and the signal's number
     * @param output what it wrote; the first 8 MiB
     * @param errors what it complained of, likewise
     */
    public record Ended(int status, String output, String errors) {}

    /**
     * Runs it.
     *
     * @return nothing if it had no end in time
     * @throws IOException it could not be started
     */
    public Optional<Ended> run(Duration limit) throws IOException, InterruptedException {
        var spawned = Spawn.ready().flatMap(spawn -> spawn.start(this));
        return spawned.isPresent() ? spawned.get().await(limit) : runByJvm(limit);
    }

    /** By the JVM's own means, which take three programs for one, and three threads. */
    Optional<Ended> runByJvm(Duration limit) throws IOException, InterruptedException {
        try (var family = ProcessFamily.start(command, machine)) {
            var process = family.head();
            process.getOutputStream().close();
            var output = new Captured(process.getInputStream());
            var errors = new Captured(process.getErrorStream());
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                family.kill();
                return Optional.empty();
            }
            return Optional.of(new Ended(process.exitValue(), output.text(LAST_OUTPUT), errors.text(LAST_OUTPUT)));
        }
    }
}
