package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/** One of the two ends of a connection. */
final class Side {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Loop loop;
    private Optional<TlsEnd> tls = Optional.empty();
    private Connection.Attempt established = () -> {};
    private int wanted;
    private int writes;
    private boolean ended;
    private boolean closing;

    Side(SocketChannel channel, Loop loop, Loop.Ready whose) throws IOException {
        channel.configureBlocking(false);
        this.channel = channel;
        this.loop = loop;
        this.key = channel.register(loop.selector(), 0, whose);
    }

    SocketChannel channel() {
        return channel;
    }

    /**
     * From now on all that goes through the channel is encrypted, and all that comes is taken to be.
     *
     * @param already what has come of that
     * @param then what is to be done when the ends know each other
     */
    void encrypt(SSLEngine engine, ByteBuffer already, Connection.Attempt then) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var end = new TlsEnd(channel, engine);
        tls = Optional.of(end);
        established = then;
        end.begin(already, loop.buffers().scratch());
        progress(end);
    }

    /** That was agreed on for the encrypted connection; empty when none was. */
    String protocol() {
        return tls.map(TlsEnd::protocol).orElse("");
    }

    /** How many bytes came; {@link #ended} tells of the end. */
    int read(ByteBuffer bytes) throws IOException {
        if (tls.isEmpty()) {
            int count = channel.read(bytes);
            ended |= count < 0;
            return Math.max(0, count);
        }
        int count = tls.get().read(bytes);
        ended |= tls.get().ended();
        progress(tls.get());
        return count;
    }

    boolean ended() {
        return ended;
    }

    private void progress(TlsEnd end) throws IOException {
        if (end.established()) {
            Connection.Attempt then = established;
            established = () -> {};
            then.run();
        }
        update();
    }

    /** As far as the other end takes it; how many bytes. */
    int write(ByteBuffer bytes) throws IOException {
        if (tls.isPresent()) {
            int count = tls.get().write(bytes);
            update();
            return count;
        }
        // The first write goes out at once anyway, and many a connection has only one.
        if (++writes == 2) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return channel.write(bytes);
    }

    /** Whether all that was written has gone out. */
    boolean settled() {
        return tls.isEmpty() || !tls.get().pending();
    }

    /** There is room again. */
    void writable() throws IOException {
        if (tls.isPresent()) {
            tls.get().flush();
            if (closing && settled()) {
                channel.shutdownOutput();
            }
            update();
        }
    }

    /** Nothing follows what was written. */
    void shutdownOutput() throws IOException {
        if (tls.isEmpty()) {
            channel.shutdownOutput();
            return;
        }
        tls.get().end();
        closing = true;
        writable();
    }

    /** To be told of an operation, or no more. */
    void want(int operation, boolean on) {
        int next = on ? wanted | operation : wanted & ~operation;
        if (next != wanted) {
            wanted = next;
            update();
        }
    }

    /** While two ends get to know each other nothing can be written, and what they say then goes on by itself. */
    private void update() {
        int operations = wanted;
        if (tls.isPresent()) {
            boolean room = tls.get().established() && (wanted & SelectionKey.OP_WRITE) != 0;
            operations = wanted & ~SelectionKey.OP_WRITE;
            operations |= room || tls.get().pending() ? SelectionKey.OP_WRITE : 0;
        }
        if (key.isValid() && key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    void close(boolean hard) {
        try (channel) {
            if (!hard && tls.isPresent() && !closing) {
                tls.get().end();
            }
            if (hard) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException _) {
            // closed by the other side already, which is what was wanted
        }
    }
}
