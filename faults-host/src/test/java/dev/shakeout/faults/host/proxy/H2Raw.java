package dev.shakeout.faults.host.proxy;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** A client that says single frames of HTTP/2, whatever the rules. */
final class H2Raw implements Closeable {
    private final HPackEncoder encoder = new HPackEncoder(4096, StandardCharsets.ISO_8859_1);
    private final HPackDecoder decoder = new HPackDecoder(4096, StandardCharsets.ISO_8859_1);
    private final Socket socket;
    private final DataInputStream in;

    H2Raw(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
    }

    static H2Raw greeting(InetSocketAddress address) throws IOException {
        var raw = new H2Raw(address);
        raw.write(H2Frame.PREFACE);
        raw.send(H2Frame.SETTINGS, 0, 0, new byte[0]);
        return raw;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        write(new H2Frame(type, flags, stream, payload).bytes().array());
    }

    byte[] encoded(String... namesAndValues) throws IOException {
        var buffer = new ByteArrayBuffer(100);
        encoder.encodeHeaders(buffer, H2Fields.of(namesAndValues).all(), true);
        return buffer.toByteArray();
    }

    byte[] request(String method, String path) throws IOException {
        return encoded(":method", method, ":scheme", "http", ":authority", "x", ":path", path);
    }

    List<Header> decoded(H2Frame frame) throws Exception {
        return decoder.decodeHeaders(ByteBuffer.wrap(frame.payload()));
    }

    /** @throws EOFException at the end of the connection */
    H2Frame read() throws IOException {
        var head = new byte[H2Frame.HEAD];
        in.readFully(head);
        var numbers = ByteBuffer.wrap(head);
        var payload = new byte[numbers.getInt(0) >>> 8];
        in.readFully(payload);
        return new H2Frame(head[3], head[4], numbers.getInt(5), payload);
    }

    H2Frame await(int type) throws IOException {
        while (true) {
            H2Frame frame = read();
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    /** Whether the connection ends, in order, before anybody loses patience. */
    boolean ends() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException e) {
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** All frames until the connection ends, in whatever way. */
    List<H2Frame> rest() {
        var frames = new ArrayList<H2Frame>();
        try {
            while (true) {
                frames.add(read());
            }
        } catch (IOException e) {
            return frames;
        }
    }

    /** Nothing more is said. */
    void end() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
