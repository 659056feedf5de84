package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** Encrypts and decrypts what goes through one channel. Its sums are done in the loop's own thread. */
final class TlsEnd {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private boolean established;
    private boolean ended;

    TlsEnd(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        this.in = ByteBuffer.allocate(2 * packet);
        this.out = ByteBuffer.allocate(2 * packet);
    }

    /** @param already what the other end has said so far */
    void begin(ByteBuffer already, ByteBuffer plain) throws IOException {
        engine.beginHandshake();
        while (already.hasRemaining()) {
            int count = Math.min(in.remaining(), already.remaining());
            in.put(already.slice(already.position(), count));
            already.position(already.position() + count);
            decrypt(plain);
        }
        decrypt(plain);
    }

    /** Whether the ends know each other, and data may be sent. */
    boolean established() {
        return established;
    }

    /** Empty when none was agreed on. */
    String protocol() {
        return engine.getApplicationProtocol();
    }

    /** Whether nothing more will come. */
    boolean ended() {
        return ended;
    }

    /** Whether encrypted bytes wait for the other end to take them. */
    boolean pending() {
        return out.position() > 0;
    }

    int read(ByteBuffer plain) throws IOException {
        int before = plain.position();
        ended |= channel.read(in) < 0;
        decrypt(plain);
        return plain.position() - before;
    }

    private void decrypt(ByteBuffer plain) throws IOException {
        in.flip();
        try {
            while (step(plain)) {
                // the engine says what comes next
            }
        } finally {
            in.compact();
        }
        established |= engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
        flush();
    }

    private boolean step(ByteBuffer plain) throws IOException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
                yield true;
            }
            case NEED_WRAP -> {
                SSLEngineResult result = engine.wrap(NOTHING, out);
                flush();
                yield result.getStatus() == SSLEngineResult.Status.OK && result.bytesProduced() > 0;
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
                SSLEngineResult result = engine.unwrap(in, plain);
                ended |= engine.isInboundDone();
                boolean on = result.bytesConsumed() > 0
                        || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                        || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
                yield result.getStatus() == SSLEngineResult.Status.OK && on;
            }
        };
    }

    /** As far as the other end takes it; how many bytes. */
    int write(ByteBuffer plain) throws IOException {
        int before = plain.position();
        flush();
        while (established && plain.hasRemaining() && !pending()) {
            SSLEngineResult result = engine.wrap(plain, out);
            flush();
            if (result.getStatus() != SSLEngineResult.Status.OK || result.bytesConsumed() == 0) {
                break;
            }
        }
        return plain.position() - before;
    }

    void flush() throws IOException {
        out.flip();
        try {
            while (out.hasRemaining() && channel.write(out) > 0) {
                // more may fit
            }
        } finally {
            out.compact();
        }
    }

    /** Says that nothing will follow. */
    void end() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            SSLEngineResult result = engine.wrap(NOTHING, out);
            flush();
            if (result.getStatus() != SSLEngineResult.Status.OK || result.bytesProduced() == 0) {
                break;
            }
        }
    }
}
