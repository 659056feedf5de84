package dev.shakeout.fks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A TCP proxy that holds back what goes to the server for as long as it is told to. */
final class SlowLink implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private volatile Duration delay = Duration.ZERO;

    SlowLink(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptForever);
    }

    /** For a target that is to be started on it. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    void delay(Duration delay) {
        this.delay = delay;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void acceptForever() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> link(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void link(Socket client) {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> copy(upstream, client, false));
            copy(client, upstream, true);
            back.join();
        } catch (IOException e) {
            // The target is not there: the client sees its connection close.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(Socket from, Socket to, boolean slowly) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (slowly) {
                    LockSupport.parkNanos(delay.toNanos());
                }
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone; so goes the other.
            closeBoth(from, to);
        }
    }

    private static void closeBoth(Socket one, Socket other) {
        try (one;
                other) {
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
