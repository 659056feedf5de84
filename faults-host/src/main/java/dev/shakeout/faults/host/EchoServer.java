package dev.shakeout.faults.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disposable target: echoes what it gets, hangs up when its client does, ends with its standard input if it has one. */
public final class EchoServer {
    private EchoServer() {}

    /** ADDRESS to listen on, and a PORT, which is printed: 0 takes one that is free; what follows tells it from others. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var listener = new ServerSocket();
        listener.bind(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 1000);
        Thread.startVirtualThread(() -> {
            while (true) {
                try {
                    Socket client = listener.accept();
                    Thread.startVirtualThread(() -> echo(client));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        System.out.println(listener.getLocalPort());
        if (Files.readSymbolicLink(Path.of("/proc/self/fd/0")).equals(Path.of("/dev/null"))) {
            Thread.currentThread().join(); // as a service that was started again has nobody to talk to
        }
        Parent.readyUntilItEnds();
    }

    private static void echo(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // the client has gone
        }
    }
}
