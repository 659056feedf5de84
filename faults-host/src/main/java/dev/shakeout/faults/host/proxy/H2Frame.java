package dev.shakeout.faults.host.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A frame of HTTP/2 (RFC 9113, sections 4 and 6). */
@SuppressWarnings("ArrayRecordComponent") // frames are handed on, never compared
record H2Frame(int type, int flags, int stream, byte[] payload) {
    /** What a client says first. */
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Bytes before the payload. */
    static final int HEAD = 9;

    /** Bytes of payload that everybody must take; nobody is told that we take more. */
    static final int LONGEST = 16 << 10;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int WITH_PRIORITY = 32;

    /** A frame that says one number. */
    static H2Frame number(int type, int stream, int number) {
        return new H2Frame(
                type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    ByteBuffer bytes() {
        return ByteBuffer.allocate(HEAD + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .flip();
    }

    /** The first number of the payload, without the bit that means nothing. */
    int number() throws H2Error {
        if (payload.length < 4) {
            throw new H2Error(H2Error.FRAME_SIZE, "a frame is too short");
        }
        return ByteBuffer.wrap(payload).getInt() & Integer.MAX_VALUE;
    }

    /** The payload of DATA or HEADERS without padding and priority. */
    byte[] content() throws H2Error {
        int from = has(PADDED) ? 1 : 0;
        int padding = from == 1 && payload.length > 0 ? payload[0] & 0xff : 0;
        if (type == HEADERS && has(WITH_PRIORITY)) {
            from += 5;
        }
        if (from + padding > payload.length) {
            throw new H2Error(H2Error.PROTOCOL, "the padding is longer than its frame");
        }
        return Arrays.copyOfRange(payload, from, payload.length - padding);
    }
}
