package dev.shakeout.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The small shell process that takes everything back when this one is gone. It holds the other end of a pipe: when that
 * closes without a word, or the lease is not renewed, it acts.
 */
final class Sentinel implements AutoCloseable {
    private static final int RENEWALS_PER_LEASE = 4;

    private final RunFolder folder;
    private final Duration lease;
    private final Runnable lapsed;
    private final Process process;
    private final Thread renewer;

    /** @param lapsed called once when the sentinel had to act although this process lives: the run must stop */
    Sentinel(RunFolder folder, Duration lease, Machine machine, Runnable lapsed) throws IOException {
        this.folder = folder;
        this.lease = lease;
        this.lapsed = lapsed;
        this.process = start(machine);
        this.renewer = Thread.ofPlatform().daemon().name("lease").start(this::renew);
    }

    private Process start(Machine machine) throws IOException {
        Path log = folder.path().resolve("sentinel.log");
        List<String> script = List.of(
                "sh",
                folder.path().resolve("sentinel.sh").toString(),
                folder.path().toString(),
                Long.toString(Math.max(1, lease.toSeconds())));
        var argv = new java.util.ArrayList<String>();
        machine.tool("setsid").ifPresent(setsid -> argv.add(setsid.toString()));
        argv.addAll(script);
        return new ProcessBuilder(argv)
                .redirectOutput(log.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void renew() {
        long nap = Math.max(50, lease.toMillis() / RENEWALS_PER_LEASE);
        try {
            for (long count = 1; ; count++) {
                if (folder.has("lapsed") || !process.isAlive()) {
                    lapsed.run();
                    return;
                }
                folder.write("lease", Long.toString(count));
                process.waitFor(nap, TimeUnit.MILLISECONDS);
            }
        } catch (IOException _) {
            lapsed.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    long pid() {
        return process.pid();
    }

    /** Sends the sentinel home; everything must have been taken back by now, or be known to need a person. */
    @Override
    public void close() throws IOException {
        renewer.interrupt();
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write("bye\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            renewer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
