package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on one address and connects each client to one upstream. */
final class Link {
    private static final int BACKLOG = 4096;
    private static final int CONNECT_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 50;
    private static final int FEW = 500;

    private final InetSocketAddress listen;
    private final InetSocketAddress upstream;
    private final Optional<InetAddress> source;
    private final Control control;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private Optional<ServerSocket> listener = Optional.empty();

    /** @param source address that connections to the upstream come from */
    Link(InetSocketAddress listen, InetSocketAddress upstream, Optional<InetAddress> source, Control control) {
        this.listen = listen;
        this.upstream = upstream;
        this.source = source;
        this.control = control;
    }

    /** @throws IOException when the address cannot be listened on */
    void start() throws IOException {
        control.onChange(this::follow);
        if (!control.now().refuse()) {
            open();
        }
    }

    private synchronized void follow(Faults faults) {
        if (faults.refuse()) {
            listener.ifPresent(Link::closeQuietly);
            listener = Optional.empty();
            connections.forEach(Connection::reset);
        } else if (listener.isEmpty()) {
            Thread.startVirtualThread(this::reopen);
        }
    }

    private synchronized void open() throws IOException {
        if (listener.isPresent()) {
            return;
        }
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        try {
            socket.bind(listen, BACKLOG);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new IOException(
                    "cannot listen on " + listen.toString().replaceFirst("^.*/", "") + ": " + e.getMessage(), e);
        }
        listener = Optional.of(socket);
        Thread.ofVirtual().name("accept").start(() -> accept(socket));
    }

    /** The port was ours a moment ago; should someone have taken it, keep asking for as long as it is wanted. */
    private void reopen() {
        while (!control.now().refuse()) {
            try {
                open();
                return;
            } catch (IOException e) {
                System.err.println(e.getMessage() + "; trying again");
            }
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads().start(() -> serve(client));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    System.err.println("cannot accept on " + listen + ": " + e.getMessage());
                    java.util.concurrent.locks.LockSupport.parkNanos(RETRY_MILLIS * 1_000_000);
                }
            }
        }
    }

    /** A kernel thread that waits in read() is woken some 60 us sooner than a virtual one, but thousands cost too much. */
    private Thread.Builder threads() {
        return connections.size() < FEW ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    }

    private void serve(Socket client) {
        var server = new Socket();
        try {
            if (source.isPresent()) {
                server.bind(new InetSocketAddress(source.get(), 0));
            }
            server.connect(upstream, CONNECT_MILLIS);
        } catch (IOException _) {
            // The client sees a reset, the nearest thing to the refusal or the silence that met us.
            Connection.close(server, true);
            Connection.close(client, true);
            return;
        }
        var connection = new Connection(client, server, connections::remove);
        connections.add(connection);
        try {
            if (control.now().refuse()) {
                connection.reset();
            } else {
                connection.run(control, threads());
            }
        } catch (IOException _) {
            connection.reset();
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.err.println("cannot close " + socket + ": " + e.getMessage());
        }
    }
}
