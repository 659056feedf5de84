package dev.shakeout.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The small shell process that takes everything back when this one is gone. It holds the other end of a pipe: when that
 * closes without a word, or the lease is not renewed, it acts.
 */
final class Sentinel implements AutoCloseable {
    private static final int RENEWALS_PER_LEASE = 4;
    private static final long LONGEST_NAP_MILLIS = 250;

    private final RunFolder folder;
    private final Duration lease;
    private final Consumer<String> lost;
    private final Process process;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread renewer;

    /** @param lost told once, with the reason, when nothing watches over this run any more: it must stop */
    Sentinel(RunFolder folder, Duration lease, Machine machine, Consumer<String> lost) throws IOException {
        this.folder = folder;
        this.lease = lease;
        this.lost = lost;
        this.process = start(machine);
        this.renewer = Thread.ofPlatform().daemon().name("lease").start(this::renew);
    }

    private Process start(Machine machine) throws IOException {
        Path log = folder.path().resolve("sentinel.log");
        RunFolder.open(log).close(); // ProcessBuilder would leave it to the umask
        List<String> script = List.of(
                "sh",
                folder.path().resolve("sentinel.sh").toString(),
                folder.path().toString(),
                Long.toString(Math.max(1, lease.toSeconds())));
        var argv = new ArrayList<String>();
        machine.tool("setsid").ifPresent(setsid -> argv.add(setsid.toString()));
        argv.addAll(script);
        return new ProcessBuilder(argv)
                .redirectOutput(log.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Renews the lease; looks more often whether the sentinel had to act, so that the run stops soon after. */
    private void renew() {
        long every = TimeUnit.MILLISECONDS.toNanos(Math.max(50, lease.toMillis() / RENEWALS_PER_LEASE));
        long nap = Math.min(every, TimeUnit.MILLISECONDS.toNanos(LONGEST_NAP_MILLIS));
        long renewed = System.nanoTime() - every;
        try {
            for (long count = 1; ; count++) {
                if (folder.has("lapsed")) {
                    lost.accept("the lease was not renewed in time, so the sentinel has taken everything back");
                    return;
                }
                if (!process.isAlive()) {
                    lost.accept("the sentinel is gone, and without its watch nothing may stay broken");
                    return;
                }
                if (System.nanoTime() - renewed >= every) {
                    renewed = System.nanoTime();
                    folder.renew(count);
                }
                if (closing.await(nap, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (IOException e) {
            lost.accept("the lease could not be renewed: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    long pid() {
        return process.pid();
    }

    /**
     * Sends the sentinel home when everything has been taken back. When something could not be, it is not told to go and
     * tries again for a while, as what stood in the way may pass.
     */
    @Override
    public void close() {
        closing.countDown();
        if (!folder.everythingIsTakenBack()) {
            closePipe();
            return;
        }
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write("bye\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // it is gone, and with it its task
        }
        boolean interrupted = false;
        while (!ended()) {
            interrupted = true; // the folder may go only after those who write in it
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closePipe() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // it is gone, and with it its task
        }
    }

    /** @return false when the wait was interrupted */
    private boolean ended() {
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            renewer.join();
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}
