package dev.shakeout.probes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a program writes, read while it runs so that it never blocks on a full pipe. Keeps the first 8 MiB. */
final class Captured {
    private static final int MOST_BYTES = 8 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader;
    private volatile long leftOut;

    Captured(InputStream stream) {
        reader = Thread.ofPlatform().daemon().name("probe-output").start(() -> drain(stream));
    }

    private void drain(InputStream stream) {
        var buffer = new byte[8192];
        try (stream) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                int room = Math.min(n, MOST_BYTES - kept.size());
                kept.write(buffer, 0, room);
                leftOut = leftOut + n - room;
            }
        } catch (IOException _) {
            // the pipe's end, as the program was killed: what came before counts
        }
    }

    /** UTF-8, or else ISO 8859-1, in which every byte is a character. */
    String text(Duration patience) throws InterruptedException {
        reader.join(patience);
        byte[] bytes = kept.toByteArray();
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return leftOut == 0 ? text : text + "\n[" + leftOut + " more bytes left out]";
    }
}
