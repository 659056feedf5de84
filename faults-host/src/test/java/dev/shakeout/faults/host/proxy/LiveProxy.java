package dev.shakeout.faults.host.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/** A proxy in this process with faults from the start, in front of a server. */
record LiveProxy(Closeable upstream, InetSocketAddress front) implements AutoCloseable {
    /** What the server does with a client; the connection is closed afterwards. */
    interface Service {
        void serve(Socket client) throws IOException;
    }

    static LiveProxy echo(String... faults) throws IOException {
        return to(client -> client.getInputStream().transferTo(client.getOutputStream()), faults);
    }

    static LiveProxy to(Service service, String... faults) throws IOException {
        var local = InetAddress.getLoopbackAddress();
        var upstream = new ServerSocket(0, 1000, local);
        Thread.startVirtualThread(() -> accept(upstream, service));
        return new LiveProxy(upstream, before((InetSocketAddress) upstream.getLocalSocketAddress(), faults));
    }

    /** A proxy alone, in front of a server that is there. */
    static InetSocketAddress before(InetSocketAddress behind, String... faults) throws IOException {
        return before(new Control(List.of(faults)), behind);
    }

    static InetSocketAddress before(Control control, InetSocketAddress behind) throws IOException {
        var local = InetAddress.getLoopbackAddress();
        InetSocketAddress front;
        try (var free = new ServerSocket(0, 1, local)) {
            front = new InetSocketAddress(local, free.getLocalPort());
        }
        new Link(front, behind, Optional.empty(), control, Loops.start(1, control)).start();
        return front;
    }

    private static void accept(ServerSocket upstream, Service service) {
        while (!upstream.isClosed()) {
            try {
                Socket client = upstream.accept();
                Thread.startVirtualThread(() -> {
                    try (client) {
                        client.setTcpNoDelay(true);
                        service.serve(client);
                    } catch (IOException e) {
                        // the client has gone
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    Socket connect() throws IOException {
        var socket = new Socket(front.getAddress(), front.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
