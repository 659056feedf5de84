package dev.shakeout.probes.program;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** What a program writes, read while it runs so that it never blocks on a full pipe. */
final class Captured {
    private final Written written = new Written();
    private final Thread reader;

    Captured(InputStream stream) {
        reader = Thread.ofPlatform().daemon().name("probe-output").start(() -> drain(stream));
    }

    private void drain(InputStream stream) {
        var buffer = new byte[8192];
        try (stream) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                written.add(buffer, n);
            }
        } catch (IOException _) {
            // the pipe's end, as the program was killed: what came before counts
        }
    }

    String text(Duration patience) throws InterruptedException {
        reader.join(patience);
        return written.text();
    }
}
