package dev.shakeout.faults.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A disposable target: echoes what it gets, hangs up when its client does, ends with its standard input. */
public final class EchoServer {
    private EchoServer() {}

    /** ADDRESS to listen on; the port is free, and printed. */
    public static void main(String[] arguments) throws IOException {
        var listener = new ServerSocket();
        listener.bind(new InetSocketAddress(arguments[0], 0), 1000);
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
