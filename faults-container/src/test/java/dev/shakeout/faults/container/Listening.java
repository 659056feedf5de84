package dev.shakeout.faults.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket that leads to an engine and knows what it was asked for. */
final class Listening implements AutoCloseable {
    /** Paths, in the order in which they were asked for. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final Path engine;
    private final ServerSocketChannel server;

    Listening(Path socket, Path engine) throws IOException {
        this.engine = engine;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.startVirtualThread(this::serve);
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept();
                    SocketChannel there = SocketChannel.open(UnixDomainSocketAddress.of(engine))) {
                ByteBuffer request = ByteBuffer.allocate(4096);
                client.read(request);
                asked.add(new String(request.array(), StandardCharsets.US_ASCII).split(" ", 3)[1]);
                there.write(request.flip());
                ByteBuffer answer = ByteBuffer.allocate(16 << 10);
                while (there.read(answer.clear()) >= 0) {
                    client.write(answer.flip());
                }
            } catch (IOException e) {
                if (server.isOpen()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
