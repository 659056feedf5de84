package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One of the two ends of a connection. */
final class Side {
    private final SocketChannel channel;
    private final SelectionKey key;
    private int wanted;
    private int writes;

    Side(SocketChannel channel, Loop loop, Loop.Ready whose) throws IOException {
        channel.configureBlocking(false);
        this.channel = channel;
        this.key = channel.register(loop.selector(), 0, whose);
    }

    SocketChannel channel() {
        return channel;
    }

    /** As far as the other end takes it; how many bytes. */
    int write(ByteBuffer bytes) throws IOException {
        // The first write goes out at once anyway, and many a connection has only one.
        if (++writes == 2) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return channel.write(bytes);
    }

    /** To be told of an operation, or no more. */
    void want(int operation, boolean on) {
        int next = on ? wanted | operation : wanted & ~operation;
        if (next != wanted && key.isValid()) {
            wanted = next;
            key.interestOps(next);
        }
    }

    void close(boolean hard) {
        try (channel) {
            if (hard) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException _) {
            // closed by the other side already, which is what was wanted
        }
    }
}
