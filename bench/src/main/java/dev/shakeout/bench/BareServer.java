package dev.shakeout.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server on loopback that answers every request with 204, one after the other, as fast as it can: what is measured is who asks. */
final class BareServer implements Closeable {
    private static final byte[] ANSWER =
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    BareServer() throws IOException {
        Thread.ofPlatform().daemon().name("bare server").start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                if (endsWithAnEmptyLine(socket.getInputStream())) {
                    socket.getOutputStream().write(ANSWER);
                }
            } catch (IOException _) {
                // who asked has gone, or the server is closed
            }
        }
    }

    private static boolean endsWithAnEmptyLine(InputStream in) throws IOException {
        var head = new byte[8192];
        int length = 0;
        for (int n = in.read(head);
                n > 0 && length + n < head.length;
                n = in.read(head, length, head.length - length)) {
            length += n;
            if (new String(head, 0, length, StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
