package dev.shakeout.python;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines that come from the side process. One thread at a time may read. */
final class AnswerPipe implements AutoCloseable {
    private final InputStream pipe;
    private final byte[] bytes = new byte[8192];
    private int start;
    private int end;

    /** The beginning of a line whose end has not come. */
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    AnswerPipe(InputStream pipe) {
        this.pipe = pipe;
    }

    /** Waits for a line; empty at the end of the pipe. */
    Optional<String> next() throws IOException {
        Optional<String> line = line();
        while (line.isEmpty()) {
            if (!more()) {
                return begun.size() == 0 ? Optional.empty() : Optional.of(taken());
            }
            line = line();
        }
        return line;
    }

    /** A line that has come already; waits for nothing. */
    Optional<String> poll() throws IOException {
        Optional<String> line = line();
        while (line.isEmpty() && pipe.available() > 0 && more()) {
            line = line();
        }
        return line;
    }

    private boolean more() throws IOException {
        start = 0;
        end = Math.max(0, pipe.read(bytes));
        return end > 0;
    }

    private Optional<String> line() {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\n') {
                begun.write(bytes, start, i - start);
                start = i + 1;
                return Optional.of(taken());
            }
        }
        begun.write(bytes, start, end - start);
        start = end;
        return Optional.empty();
    }

    private String taken() {
        String line = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        return line;
    }

    @Override
    public void close() throws IOException {
        pipe.close();
    }
}
