package dev.shakeout.agent;

import dev.shakeout.engine.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where steps and inverses, which are processes, ask a run that lives to do something by the connections that only it has: a
 * socket in the file system, in a folder that only this user can enter. It speaks as much HTTP as curl needs.
 */
public final class Door implements AutoCloseable {
    /** What can be asked for. */
    public interface Service {
        /**
         * Does what the path says.
         *
         * @throws IOException it was not done, and why
         */
        void serve(String path) throws IOException;
    }

    private final Path socket;
    private final Service service;
    private final ServerSocketChannel channel;

    /** @throws IOException it cannot be opened */
    public Door(Path socket, Service service) throws IOException {
        this.socket = socket;
        this.service = service;
        Files.deleteIfExists(socket);
        this.channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException(
                    "no socket can be made at " + socket + ": " + e.getMessage()
                            + " (a path may have some 100 characters; SHAKEOUT_HOME can name another place)",
                    e);
        }
        Threads.start("door", this::open);
    }

    private void open() {
        while (channel.isOpen()) {
            try {
                SocketChannel visitor = channel.accept();
                Threads.start("visitor", () -> answer(visitor));
            } catch (IOException _) {
                return; // it was closed
            }
        }
    }

    private void answer(SocketChannel visitor) {
        try (visitor) {
            var head = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(visitor), StandardCharsets.US_ASCII));
            String[] request = Optional.ofNullable(head.readLine()).orElse("").split(" ", -1);
            Channels.newOutputStream(visitor).write(answer(request.length > 1 ? request[1] : "/", head, service));
        } catch (IOException _) {
            // whoever asked has gone
        }
    }

    /**
     * What a request of HTTP is answered with, once it is done.
     *
     * @param path as it stands in the first line, which was read
     */
    public static byte[] answer(String path, BufferedReader head, Service service) throws IOException {
        String line = head.readLine();
        while (line != null && !line.isEmpty()) {
            line = head.readLine();
        }
        return served(path.substring(1), service).getBytes(StandardCharsets.UTF_8);
    }

    private static String served(String path, Service service) {
        try {
            service.serve(path);
            return response("200 OK", "done");
        } catch (IOException | RuntimeException e) {
            return response("500 Not done", String.valueOf(e.getMessage()));
        }
    }

    private static String response(String status, String words) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: "
                + words.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + words;
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            System.err.println("shakeout: " + socket + " could not be deleted: " + e);
        }
    }
}
