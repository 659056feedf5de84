package dev.shakeout.faults.container;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A socket that leads to an engine, knows what it was asked for, and may be slow with it. */
final class Listening implements AutoCloseable {
    /** Paths, in the order in which they were asked for. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** Those of which the engine has said something. */
    final List<String> answered = new CopyOnWriteArrayList<>();

    private final Path engine;
    private final ServerSocketChannel server;
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile String held = "nothing";

    Listening(Path socket, Path engine) throws IOException {
        this.engine = engine;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.startVirtualThread(this::serve);
    }

    /** What ends so reaches the engine only when it is released, whether somebody waits for it by then or not. */
    void hold(String ending) {
        held = ending;
    }

    void release() {
        released.countDown();
    }

    private void serve() {
        try {
            while (server.isOpen()) {
                SocketChannel client = server.accept();
                Thread.startVirtualThread(() -> serve(client));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                SocketChannel there = SocketChannel.open(UnixDomainSocketAddress.of(engine))) {
            ByteBuffer request = ByteBuffer.allocate(4096);
            client.read(request);
            String path = new String(request.array(), StandardCharsets.US_ASCII).split(" ", 3)[1];
            asked.add(path);
            if (path.endsWith(held)) {
                released.await();
            }
            there.write(request.flip());
            ByteBuffer answer = ByteBuffer.allocate(16 << 10);
            while (there.read(answer.clear()) >= 0) {
                answered.add(path);
                client.write(answer.flip());
            }
        } catch (IOException | InterruptedException _) {
            // one of them has hung up
        }
    }

    @Override
    public void close() throws IOException {
        release();
        server.close();
    }
}
