package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.http2.hpack.HPackException;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** One request of HTTP/2 and its answer on a connection of their own, told as if they were of HTTP/1.1. */
public final class H2Exchange {
    private static final int STREAM = 1;

    private final DataInputStream in;
    private final OutputStream out;
    private final HPackDecoder decoder = new HPackDecoder(4096, StandardCharsets.ISO_8859_1);
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Optional<HttpHead> answer = Optional.empty();
    private boolean spoken;
    private boolean last;
    private boolean over;

    /** On a connection on which nothing was said yet. */
    public H2Exchange(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** Whether the other end has turned out to speak HTTP/2. */
    public boolean spoken() {
        return spoken;
    }

    /**
     * Asks, and waits for the whole answer.
     *
     * @param request without a body
     * @return the head, an empty line, and the body
     * @throws SocketException the request was reset, or will not be answered
     */
    public byte[] ask(String request, String scheme) throws IOException {
        var first = new ByteArrayOutputStream();
        first.writeBytes(H2Frame.PREFACE);
        byte[] noPush = {0, 2, 0, 0, 0, 0};
        first.writeBytes(new H2Frame(H2Frame.SETTINGS, 0, 0, noPush).bytes().array());
        int whole = H2Frame.END_HEADERS | H2Frame.END_STREAM;
        byte[] fields = encoded(H2Fields.request(HttpHead.parse(request), scheme));
        first.writeBytes(
                new H2Frame(H2Frame.HEADERS, whole, STREAM, fields).bytes().array());
        out.write(first.toByteArray());
        while (!over) {
            H2Frame frame = read();
            if (!spoken && (frame.type() != H2Frame.SETTINGS || frame.stream() != 0)) {
                throw new SocketException("the service does not speak HTTP/2");
            }
            spoken = true;
            take(frame);
        }
        var told = new ByteArrayOutputStream();
        told.writeBytes(answer.orElseThrow(() -> new SocketException("an answer without a head"))
                .bytes());
        told.writeBytes(body.toByteArray());
        return told.toByteArray();
    }

    private static byte[] encoded(H2Fields fields) throws IOException {
        var buffer = new ByteArrayBuffer(256);
        new HPackEncoder(4096, StandardCharsets.ISO_8859_1).encodeHeaders(buffer, fields.all(), true);
        return buffer.toByteArray();
    }

    private H2Frame read() throws IOException {
        var head = new byte[H2Frame.HEAD];
        in.readFully(head);
        var numbers = ByteBuffer.wrap(head);
        int length = numbers.getInt(0) >>> 8;
        if (length > H2Frame.LONGEST) {
            throw new SocketException("the service does not speak HTTP/2");
        }
        var payload = new byte[length];
        in.readFully(payload);
        return new H2Frame(head[3], head[4], numbers.getInt(5) & Integer.MAX_VALUE, payload);
    }

    private void take(H2Frame frame) throws IOException {
        switch (frame.type()) {
            case H2Frame.SETTINGS, H2Frame.PING -> {
                if (!frame.has(H2Frame.ACK)) {
                    byte[] payload = frame.type() == H2Frame.PING ? frame.payload() : new byte[0];
                    send(new H2Frame(frame.type(), H2Frame.ACK, 0, payload));
                }
            }
            case H2Frame.HEADERS, H2Frame.CONTINUATION -> fields(frame);
            case H2Frame.DATA -> {
                body.writeBytes(frame.content());
                over = frame.has(H2Frame.END_STREAM);
                if (frame.payload().length > 0) {
                    send(H2Frame.number(H2Frame.WINDOW_UPDATE, 0, frame.payload().length));
                    send(H2Frame.number(H2Frame.WINDOW_UPDATE, STREAM, frame.payload().length));
                }
            }
            case H2Frame.RST_STREAM -> throw new SocketException("reset");
            case H2Frame.GOAWAY -> {
                if (frame.number() < STREAM) {
                    throw new SocketException("the service went away");
                }
            }
            default -> {} // nothing that an answer depends on
        }
    }

    private void send(H2Frame frame) throws IOException {
        out.write(frame.bytes().array());
    }

    private void fields(H2Frame frame) throws IOException {
        if (frame.type() == H2Frame.HEADERS) {
            block.reset();
            last = frame.has(H2Frame.END_STREAM);
        }
        block.writeBytes(frame.type() == H2Frame.HEADERS ? frame.content() : frame.payload());
        if (!frame.has(H2Frame.END_HEADERS)) {
            return;
        }
        over = last;
        try {
            var fields = new H2Fields(List.copyOf(decoder.decodeHeaders(ByteBuffer.wrap(block.toByteArray()))));
            answer = answer.or(() -> fields.answer().filter(head -> head.status() / 100 != 1));
        } catch (HPackException e) {
            throw new SocketException("header fields that cannot be read: " + e.getMessage());
        }
    }
}
