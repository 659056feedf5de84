package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.http2.hpack.HPackException;
import org.apache.hc.core5.util.ByteArrayBuffer;

/**
 * Our own end of HTTP/2 towards the client or towards the service. Both sides have their own compression and their own
 * flow control, so that messages may be changed, held, and overtake each other.
 */
final class H2Peer {
    /** Bytes of one stream that we take before they went on. */
    static final int WINDOW = 256 << 10;

    /** What a stream and a connection may send before either side said otherwise. */
    private static final int FIRST_WINDOW = 65_535;

    /** Of all streams together, besides; more is asked for as soon as it came: a stream that is held holds no other. */
    private static final int SHARED = 1 << 20;

    private static final int OFTEN = 32 << 10;

    /** Bytes of the table of header fields that each side keeps; we let nobody have a larger one. */
    private static final int TABLE = 4096;

    private static final int LONGEST_FIELDS = 256 << 10;

    /** A head, or trailers, as they came. */
    record Fields(int stream, H2Fields fields, boolean end) {}

    private final Pipe out;
    private final HPackDecoder decoder = new HPackDecoder(TABLE, StandardCharsets.ISO_8859_1);
    private final HPackEncoder encoder = new HPackEncoder(TABLE, StandardCharsets.ISO_8859_1);
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final List<H2Frame> early = new ArrayList<>();
    private boolean open;
    private int blockStream;
    private boolean blockEnds;
    private int table = TABLE;
    private int streamWindow = FIRST_WINDOW;
    private long window = FIRST_WINDOW;
    private int owed;

    H2Peer(Pipe out) {
        this.out = out;
        decoder.setMaxListSize(LONGEST_FIELDS);
    }

    boolean isOpen() {
        return open;
    }

    /** What was to be said before follows. */
    void open(H2Frame settings) {
        if (!open) {
            open = true;
            send(settings);
            send(H2Frame.number(H2Frame.WINDOW_UPDATE, 0, SHARED));
            early.forEach(this::send);
            early.clear();
        } else {
            send(settings);
        }
    }

    void send(H2Frame frame) {
        if (open) {
            out.offer(frame.bytes(), 0);
        } else {
            early.add(frame);
        }
    }

    void reset(int stream, int code) {
        send(H2Frame.number(H2Frame.RST_STREAM, stream, code));
    }

    void goAway(int last, int code) {
        byte[] payload = ByteBuffer.allocate(8).putInt(last).putInt(code).array();
        send(new H2Frame(H2Frame.GOAWAY, 0, 0, payload));
    }

    void end() {
        out.offerEnd(0);
    }

    void headers(int stream, H2Fields fields, boolean end) throws H2Error {
        byte[] encoded = encode(fields);
        int flags = end ? H2Frame.END_STREAM : 0;
        int at = 0;
        do {
            int count = Math.min(H2Frame.LONGEST, encoded.length - at);
            boolean last = at + count == encoded.length;
            int type = at == 0 ? H2Frame.HEADERS : H2Frame.CONTINUATION;
            byte[] part = java.util.Arrays.copyOfRange(encoded, at, at + count);
            send(new H2Frame(type, (at == 0 ? flags : 0) | (last ? H2Frame.END_HEADERS : 0), stream, part));
            at += count;
        } while (at < encoded.length);
    }

    private byte[] encode(H2Fields fields) throws H2Error {
        var encoded = new ByteArrayBuffer(256);
        try {
            encoder.encodeHeaders(encoded, fields.all(), true);
        } catch (CharacterCodingException e) {
            throw new H2Error(H2Error.INTERNAL, "a header has characters that cannot be sent: " + e.getMessage());
        }
        return encoded.toByteArray();
    }

    void data(int stream, byte[] bytes, boolean end) {
        window -= bytes.length;
        send(new H2Frame(H2Frame.DATA, end ? H2Frame.END_STREAM : 0, stream, bytes));
    }

    /** How many bytes of all streams together it still takes. */
    long window() {
        return window;
    }

    /** The same for a stream that is new. */
    int streamWindow() {
        return streamWindow;
    }

    void widen(int bytes) throws H2Error {
        window += bytes;
        if (bytes == 0 || window > Integer.MAX_VALUE) {
            throw new H2Error(H2Error.FLOW_CONTROL, "a window that cannot be");
        }
    }

    /** So many bytes of any stream came. */
    void took(int bytes) {
        owed += bytes;
    }

    /** For as much again of all streams together as came since. */
    void askForMore() {
        if (owed >= OFTEN) {
            send(H2Frame.number(H2Frame.WINDOW_UPDATE, 0, owed));
            owed = 0;
        }
    }

    /**
     * By what it says of itself.
     *
     * @return by how much it takes more of each stream that is open
     */
    int settings(byte[] payload) throws H2Error {
        int wider = 0;
        for (var entry : H2Settings.read(payload)) {
            if (entry.id() == H2Settings.TABLE_SIZE) {
                table = entry.value() < 0 ? table : Math.min(table, entry.value());
                encoder.setMaxTableSize(table); // it says so before its next fields
            } else if (entry.id() == H2Settings.STREAM_WINDOW) {
                if (entry.value() < 0) {
                    throw new H2Error(H2Error.FLOW_CONTROL, "a window that cannot be");
                }
                wider += entry.value() - streamWindow;
                streamWindow = entry.value();
            }
        }
        return wider;
    }

    /** Whether its next frame must go on with header fields. */
    boolean inFields() {
        return blockStream > 0;
    }

    /** Empty while they are not whole. */
    Optional<Fields> fields(H2Frame frame) throws H2Error {
        boolean first = frame.type() == H2Frame.HEADERS;
        if (first == inFields() || frame.stream() == 0 || (!first && frame.stream() != blockStream)) {
            throw new H2Error(H2Error.PROTOCOL, "header fields in a wrong place");
        }
        if (first) {
            blockStream = frame.stream();
            blockEnds = frame.has(H2Frame.END_STREAM);
        }
        block.writeBytes(first ? frame.content() : frame.payload());
        if (block.size() > LONGEST_FIELDS) {
            throw new H2Error(H2Error.CALM, "more than " + LONGEST_FIELDS + " bytes of header fields");
        }
        if (!frame.has(H2Frame.END_HEADERS)) {
            return Optional.empty();
        }
        var fields = new Fields(blockStream, decode(block.toByteArray()), blockEnds);
        blockStream = 0;
        block.reset();
        return Optional.of(fields);
    }

    private H2Fields decode(byte[] encoded) throws H2Error {
        try {
            return new H2Fields(List.copyOf(decoder.decodeHeaders(ByteBuffer.wrap(encoded))));
        } catch (HPackException | RuntimeException e) {
            throw new H2Error(H2Error.COMPRESSION, "header fields that cannot be read: " + e.getMessage());
        }
    }
}
