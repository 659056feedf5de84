package dev.shakeout.probes;

import dev.shakeout.engine.Threads;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bounds a blocking call as a whole, where a socket's own time-out would only bound each single read. */
public final class Deadline {
    private Deadline() {}

    /**
     * Runs the call on a virtual thread, whose interruption closes the socket it waits for.
     *
     * @throws SocketTimeoutException when it did not end in time
     */
    public static <T> T within(Duration limit, Callable<T> call) throws IOException, InterruptedException {
        var task = new FutureTask<>(call);
        Thread thread = Threads.start("probe", task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new SocketTimeoutException("time-out");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IOException(e);
            }
        } finally {
            thread.interrupt();
        }
    }
}
