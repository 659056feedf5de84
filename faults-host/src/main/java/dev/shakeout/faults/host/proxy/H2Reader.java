package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Puts frames together from whatever pieces they come in. */
final class H2Reader {
    /** Who is told. */
    interface Sink {
        void frame(H2Frame frame) throws IOException;
    }

    private final Sink sink;
    private ByteBuffer head = ByteBuffer.allocate(H2Frame.HEAD);
    private ByteBuffer payload = ByteBuffer.allocate(0);
    private boolean inPayload;

    H2Reader(Sink sink) {
        this.sink = sink;
    }

    void feed(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            fill(inPayload ? payload : head, bytes);
            if (!inPayload && !head.hasRemaining()) {
                int length = head.getInt(0) >>> 8;
                if (length > H2Frame.LONGEST) {
                    throw new H2Error(H2Error.FRAME_SIZE, "a frame of " + length + " bytes");
                }
                payload = ByteBuffer.allocate(length);
                inPayload = true;
            }
            if (inPayload && !payload.hasRemaining()) {
                inPayload = false;
                ByteBuffer whole = head.flip();
                head = ByteBuffer.allocate(H2Frame.HEAD);
                sink.frame(new H2Frame(
                        whole.get(3) & 0xff,
                        whole.get(4) & 0xff,
                        whole.getInt(5) & Integer.MAX_VALUE,
                        payload.array()));
            }
        }
    }

    private static void fill(ByteBuffer part, ByteBuffer bytes) {
        int count = Math.min(part.remaining(), bytes.remaining());
        part.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
    }
}
