package dev.shakeout.python;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What a process writes besides its answers: all of it is handed on line by line, and the last lines are kept. */
final class LastWords {
    private static final int KEPT_LINES = 12;
    private static final int LONGEST_LINE = 2000;

    /** Where a line goes on in the next one; half a secret may stand on either side. */
    private static final String CUT = "…";

    private final Consumer<String> log;
    private final Deque<String> kept = new ArrayDeque<>();
    private final Thread reader;

    LastWords(InputStream stream, Consumer<String> log) {
        this.log = log;
        this.reader = Thread.ofPlatform().daemon().name("python-log").start(() -> drain(stream));
    }

    private void drain(InputStream stream) {
        var buffer = new byte[8192];
        var line = new java.io.ByteArrayOutputStream();
        try (stream) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        heard(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    } else if (line.size() >= LONGEST_LINE) {
                        heard(line.toString(StandardCharsets.UTF_8) + CUT);
                        line.reset();
                        line.writeBytes(CUT.getBytes(StandardCharsets.UTF_8));
                    }
                    if (buffer[i] != '\n') {
                        line.write(buffer[i]);
                    }
                }
            }
        } catch (IOException _) {
            // the pipe's end, as the process was killed: what came before counts
        }
        if (line.size() > 0) {
            heard(line.toString(StandardCharsets.UTF_8));
        }
    }

    /** What came by another way than this stream, and belongs among the rest. */
    void heard(String line) {
        synchronized (kept) {
            kept.addLast(line);
            if (kept.size() > KEPT_LINES) {
                kept.removeFirst();
            }
        }
        log.accept(line);
    }

    /** The last lines, once the stream has ended or does not seem to end: a survivor may hold it open. */
    String text(Duration patience) throws InterruptedException {
        reader.join(patience);
        synchronized (kept) {
            return String.join("\n", kept).strip();
        }
    }
}
