package dev.shakeout.probes;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server on loopback that does to each request what a test says, down to the bytes. */
public final class RawServer implements AutoCloseable {
    public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** Told of each request: the socket to answer on, its head, and its number from 1 on. */
    @FunctionalInterface
    public interface Answering {
        void answer(Socket socket, String head, int number) throws Exception;
    }

    public final AtomicInteger requests = new AtomicInteger();
    public final AtomicInteger connections = new AtomicInteger();
    public final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket server;

    private RawServer(ServerSocket server, Answering answering) {
        this.server = server;
        Thread.ofPlatform().daemon().start(() -> accept(answering));
    }

    public static RawServer start(Answering answering) throws IOException {
        return start(ServerSocketFactory.getDefault(), answering);
    }

    public static RawServer start(ServerSocketFactory sockets, Answering answering) throws IOException {
        return new RawServer(sockets.createServerSocket(0, 1000, InetAddress.getLoopbackAddress()), answering);
    }

    public static void reply(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Ends the connection with a reset instead of a goodbye. */
    public static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    private void accept(Answering answering) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofPlatform().daemon().start(() -> serve(socket, answering));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket, Answering answering) {
        try (socket) {
            socket.setTcpNoDelay(true);
            for (String head = head(socket.getInputStream()); !head.isEmpty(); head = head(socket.getInputStream())) {
                answering.answer(socket, head, requests.incrementAndGet());
            }
        } catch (Exception _) {
            // the client has gone, or the test reset it
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
