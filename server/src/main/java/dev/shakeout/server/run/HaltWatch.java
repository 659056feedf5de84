package dev.shakeout.server.run;

import dev.shakeout.engine.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks the store again and again which runs of this server are to halt: one question for all of them. Another server at the same
 * database may have been asked.
 */
final class HaltWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(200);

    private final BooleanSupplier needed;
    private final Supplier<Map<String, String>> toHalt;
    private final Consumer<Map<String, String>> halt;
    private final Consumer<String> trouble;
    private final Semaphore hurry = new Semaphore(0);
    private final Thread thread;
    private boolean reachable = true;

    private HaltWatch(
            BooleanSupplier needed,
            Supplier<Map<String, String>> toHalt,
            Consumer<Map<String, String>> halt,
            Consumer<String> trouble) {
        this.needed = needed;
        this.toHalt = toHalt;
        this.halt = halt;
        this.trouble = trouble;
        this.thread = Threads.named("halt watch").newThread(this::watch);
    }

    /**
     * Begins.
     *
     * @param needed whether there is any run; else nobody is asked
     * @param toHalt ids of runs, each with the reason; may throw
     * @param halt told of these, each time
     * @param trouble told once when the store is away
     */
    static HaltWatch start(
            BooleanSupplier needed,
            Supplier<Map<String, String>> toHalt,
            Consumer<Map<String, String>> halt,
            Consumer<String> trouble) {
        var watch = new HaltWatch(needed, toHalt, halt, trouble);
        watch.thread.start();
        return watch;
    }

    /** Has it look at once. */
    void look() {
        hurry.release();
    }

    private void watch() {
        try {
            while (true) {
                var _ = hurry.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
                hurry.drainPermits();
                if (needed.getAsBoolean()) {
                    lookAround();
                }
            }
        } catch (InterruptedException _) {
            // the server ends, and halts all of them itself
        }
    }

    /** A database that is away is no reason to stop looking. */
    private void lookAround() {
        try {
            halt.accept(toHalt.get());
            reachable = true;
        } catch (RuntimeException e) {
            if (reachable) {
                trouble.accept("runs go on, and the database that says which are to halt is not to be had: " + e);
            }
            reachable = false;
        }
    }

    @Override
    public void close() {
        Threads.end(thread);
    }
}
