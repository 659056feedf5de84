package dev.shakeout.probes.program;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a program has written, the first 8 MiB of it. */
final class Written {
    private static final int MOST_BYTES = 8 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private long leftOut;

    synchronized void add(byte[] bytes, int count) {
        int room = Math.min(count, MOST_BYTES - kept.size());
        kept.write(bytes, 0, room);
        leftOut += count - room;
    }

    /** UTF-8, or else ISO 8859-1, in which every byte is a character. */
    synchronized String text() {
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
