package dev.shakeout.cli;

import dev.shakeout.engine.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The way out of a closed network: takes CONNECT for any name, and leads to one port of this host. */
final class PlayedProxy implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final int to;
    /** The first lines of what it was asked. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    PlayedProxy(int to) throws IOException {
        this.to = to;
        Threads.start("played proxy", () -> {
            try {
                while (true) {
                    Socket client = listening.accept();
                    open.add(client);
                    Threads.start("played tunnel", () -> lead(client));
                }
            } catch (IOException _) {
                // it was closed
            }
        });
    }

    String address() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private void lead(Socket client) {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), to)) {
            open.add(server);
            // nothing of the tunnel comes before it is answered, so nothing of it is read ahead
            var head = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
            asked.add(Optional.ofNullable(head.readLine()).orElse(""));
            for (var line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {}
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Threads.start("played tunnel", () -> pass(server, client));
            pass(client, server);
        } catch (IOException _) {
            // one of them has gone
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // one of them has gone
        }
    }

    /** Every connection through it is lost at once. */
    void cut() throws IOException {
        for (Socket each : open) {
            each.close();
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
