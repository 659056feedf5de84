package dev.shakeout.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Messages there and back over many connections; each carries when it was sent. */
final class DelayedTrips {
    private static final int MESSAGE = 64;

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer out = ByteBuffer.allocateDirect(MESSAGE);
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * MESSAGE);
    private long[] trips = {};
    private int back;

    DelayedTrips(InetSocketAddress address, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            var channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channels.add(channel);
        }
    }

    /** So many messages at that rate, whether the ones before are back or not; how long each took, in nanoseconds. */
    long[] openLoop(int perSecond, int count) throws IOException {
        begin(count);
        long start = System.nanoTime();
        int sent = 0;
        while (back < count) {
            long due = (System.nanoTime() - start) * perSecond / 1_000_000_000;
            while (sent < count && sent <= due) {
                send(channels.get(sent++ % channels.size()));
            }
            selector.select(this::receive, 1);
        }
        return trips;
    }

    /** All connections send at once, and again when all have their answer. */
    long[] inStep(int times) throws IOException {
        begin(times * channels.size());
        for (int i = 0; i < times; i++) {
            for (SocketChannel channel : channels) {
                send(channel);
            }
            while (back < (i + 1) * channels.size()) {
                selector.select(this::receive, 1);
            }
        }
        return trips;
    }

    private void begin(int count) {
        trips = new long[count];
        back = 0;
    }

    private void send(SocketChannel channel) throws IOException {
        out.clear().putLong(0, System.nanoTime());
        channel.write(out);
    }

    private void receive(SelectionKey key) {
        try {
            int count = ((SocketChannel) key.channel()).read(in.clear());
            long now = System.nanoTime();
            if (count <= 0 || count % MESSAGE != 0) {
                throw new IOException("no whole message");
            }
            for (int at = 0; at < count; at += MESSAGE) {
                trips[back++] = now - in.getLong(at);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
