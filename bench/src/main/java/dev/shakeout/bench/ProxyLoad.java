package dev.shakeout.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Clients that each ask for the next answer as soon as they have one, all of them in one thread. */
final class ProxyLoad implements AutoCloseable {
    static final int MESSAGE = 100;

    /** Before each measurement. */
    static final long WARM_UP_NANOS = 300_000_000;

    private final InetSocketAddress address;
    private final boolean fresh;
    private final Selector selector = Selector.open();
    private final ByteBuffer request = ByteBuffer.allocateDirect(MESSAGE);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(1024);
    private long answers;
    private boolean over;

    /** @param fresh whether each request has a connection of its own */
    private ProxyLoad(InetSocketAddress address, boolean fresh) throws IOException {
        this.address = address;
        this.fresh = fresh;
    }

    /** Requests that were answered in a second. */
    static double perSecond(InetSocketAddress address, int clients, boolean fresh, long nanos) throws IOException {
        try (var load = new ProxyLoad(address, fresh)) {
            for (int i = 0; i < clients; i++) {
                load.connect();
            }
            load.runFor(WARM_UP_NANOS);
            load.answers = 0;
            long begin = System.nanoTime();
            load.runFor(nanos);
            double rate = load.answers * 1e9 / (System.nanoTime() - begin);
            load.over = true;
            return rate;
        }
    }

    private void runFor(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            selector.select(this::ready, 100);
        }
    }

    private void connect() throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (channel.connect(address) || channel.finishConnect()) {
            channel.register(selector, SelectionKey.OP_READ);
            channel.write(request.clear());
        } else {
            channel.register(selector, SelectionKey.OP_CONNECT);
        }
    }

    private void ready(SelectionKey key) {
        var channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                channel.write(request.clear());
            } else if (channel.read(answer.clear()) != MESSAGE) {
                throw new IOException("no whole answer");
            } else {
                answers++;
                askAgain(channel);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("a request to " + address + " failed", e);
        }
    }

    private void askAgain(SocketChannel channel) throws IOException {
        if (!fresh) {
            channel.write(request.clear());
            return;
        }
        channel.close();
        if (!over) {
            connect();
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
