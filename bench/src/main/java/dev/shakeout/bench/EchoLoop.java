package dev.shakeout.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** A server on loopback that sends back what it gets, or only counts it; one thread for all its clients. */
final class EchoLoop {
    private final ServerSocketChannel server;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final AtomicLong swallowed = new AtomicLong();
    private final boolean echo;

    private EchoLoop(boolean echo) throws IOException {
        this.echo = echo;
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    static EchoLoop start(boolean echo) throws IOException {
        var loop = new EchoLoop(echo);
        Thread.ofPlatform().daemon().name("server").start(loop::run);
        return loop;
    }

    int port() {
        return server.socket().getLocalPort();
    }

    /** Bytes that were counted, not sent back. */
    long swallowed() {
        return swallowed.get();
    }

    private void run() {
        while (true) {
            try {
                selector.select(this::ready);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                for (var client = server.accept(); client != null; client = server.accept()) {
                    client.configureBlocking(false);
                    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    client.register(selector, SelectionKey.OP_READ);
                }
            } else {
                answer((SocketChannel) key.channel());
            }
        } catch (IOException _) {
            key.cancel();
        }
    }

    private void answer(SocketChannel client) throws IOException {
        buffer.clear();
        int count = client.read(buffer);
        if (count < 0) {
            client.close();
        } else if (echo) {
            client.write(buffer.flip()); // a client waits for its answer before it asks again: there is room
        } else {
            swallowed.addAndGet(count);
        }
    }
}
