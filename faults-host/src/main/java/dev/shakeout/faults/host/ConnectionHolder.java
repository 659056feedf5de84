package dev.shakeout.faults.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Holds connections open and says nothing: {@code --host=127.0.0.1 --port=8080 --connections=500}. Ready once they are
 * open, or as many of them as the other side takes.
 */
public final class ConnectionHolder {
    private static final int AT_ONCE = 100;
    private static final long PATIENCE_NANOS = 1_000_000_000;
    private static final long AGAIN_MILLIS = 50;

    private final InetSocketAddress address;
    private final int wanted;
    private final Selector selector = Selector.open();
    private final ByteBuffer ignored = ByteBuffer.allocate(4096);
    private int open;
    private int pending;
    private long restUntil = System.nanoTime();

    private ConnectionHolder(InetSocketAddress address, int wanted) throws IOException {
        this.address = address;
        this.wanted = wanted;
    }

    public static void main(String[] arguments) throws IOException {
        var options = Options.of(arguments);
        var address = new InetSocketAddress(options.get("host"), Integer.parseInt(options.get("port")));
        var holder = new ConnectionHolder(address, Integer.parseInt(options.get("connections")));
        holder.fill();
        Thread.ofPlatform().daemon().start(holder::hold);
        Parent.readyUntilItEnds();
    }

    private void fill() throws IOException {
        int most = 0;
        long progress = System.nanoTime();
        while (open < wanted && System.nanoTime() - progress < PATIENCE_NANOS) {
            turn();
            if (open > most) {
                most = open;
                progress = System.nanoTime();
            }
        }
    }

    private void hold() {
        while (true) {
            try {
                turn();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private void turn() throws IOException {
        while (open + pending < wanted && pending < AT_ONCE && System.nanoTime() - restUntil >= 0) {
            connect();
        }
        selector.select(this::ready, AGAIN_MILLIS);
    }

    /** Whoever is refused, cut off or out of ports asks again a little later, not at once. */
    private void rest() {
        restUntil = System.nanoTime() + AGAIN_MILLIS * 1_000_000;
    }

    private void connect() throws IOException {
        var channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            boolean connected = channel.connect(address);
            channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
            open += connected ? 1 : 0;
            pending += connected ? 0 : 1;
        } catch (IOException _) {
            channel.close();
            rest();
        }
    }

    private void ready(SelectionKey key) {
        var channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                pending--;
                channel.finishConnect();
                open++;
                key.interestOps(SelectionKey.OP_READ);
            } else if (channel.read(ignored.clear()) < 0) {
                open--;
                rest();
                channel.close();
            }
        } catch (IOException _) {
            open -= key.isValid() && key.interestOps() == SelectionKey.OP_READ ? 1 : 0;
            rest();
            close(channel);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("cannot close a connection: " + e.getMessage());
        }
    }
}
