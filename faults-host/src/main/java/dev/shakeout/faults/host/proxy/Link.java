package dev.shakeout.faults.host.proxy;

import static java.net.StandardProtocolFamily.INET;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Listens on one address and connects each client to one upstream. */
final class Link {
    private static final int BACKLOG = 4096;
    private static final long RETRY_NANOS = 50_000_000;

    private final InetSocketAddress listen;
    private final InetSocketAddress upstream;
    private final Optional<InetAddress> source;
    private final Control control;
    private final Loops loops;
    private Optional<ServerSocketChannel> listener = Optional.empty();

    /** @param source address that connections to the upstream come from */
    Link(
            InetSocketAddress listen,
            InetSocketAddress upstream,
            Optional<InetAddress> source,
            Control control,
            Loops loops) {
        this.listen = listen;
        this.upstream = upstream;
        this.source = source;
        this.control = control;
        this.loops = loops;
    }

    /** @throws IOException when the address cannot be listened on */
    void start() throws IOException {
        if (!control.now().refuseAll()) {
            var socket = bind();
            loops.first().execute(() -> accept(socket));
        }
        control.onChange(_ -> loops.first().execute(this::follow));
    }

    /** In the first loop's thread, as all that is done to the listener. */
    private void follow() {
        if (control.now().refuseAll()) {
            listener.ifPresent(Link::closeQuietly);
            listener = Optional.empty();
        } else if (listener.isEmpty()) {
            reopen();
        }
    }

    private ServerSocketChannel bind() throws IOException {
        var socket = onlyIpv4(listen) ? ServerSocketChannel.open(INET) : ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.configureBlocking(false);
            return socket.bind(listen, BACKLOG);
        } catch (IOException | RuntimeException e) {
            closeQuietly(socket);
            throw new IOException(
                    "cannot listen on " + listen.toString().replaceFirst("^.*/", "") + ": " + e.getMessage(), e);
        }
    }

    /** The port was ours a moment ago; should someone have taken it, keep asking for as long as it is wanted. */
    private void reopen() {
        try {
            accept(bind());
        } catch (IOException e) {
            System.err.println(e.getMessage() + "; trying again");
            loops.first().at(System.nanoTime() + RETRY_NANOS, this::follow);
        }
    }

    private void accept(ServerSocketChannel socket) {
        listener = Optional.of(socket);
        try {
            socket.register(loops.first().selector(), SelectionKey.OP_ACCEPT, (Loop.Ready) _ -> acceptAll(socket));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot wait for connections on " + listen, e);
        }
    }

    private void acceptAll(ServerSocketChannel socket) {
        try {
            for (SocketChannel client = socket.accept(); client != null; client = socket.accept()) {
                SocketChannel next = client;
                loops.spread(loop -> serve(next, loop));
            }
        } catch (IOException e) {
            System.err.println("cannot accept on " + listen + ": " + e.getMessage());
            pause(socket);
        }
    }

    /** Out of descriptors, most likely: asking again at once would only burn time. */
    private void pause(ServerSocketChannel socket) {
        SelectionKey key = socket.keyFor(loops.first().selector());
        key.interestOps(0);
        loops.first().at(System.nanoTime() + RETRY_NANOS, () -> {
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        });
    }

    private void serve(SocketChannel client, Loop loop) {
        try {
            var server = onlyIpv4(upstream) ? SocketChannel.open(INET) : SocketChannel.open();
            var connection = new Connection(client, server, loop, control);
            connection.attempt(() -> connection.open(upstream, source));
        } catch (IOException e) {
            System.err.println("cannot serve a connection to " + listen + ": " + e.getMessage());
            closeQuietly(client);
        }
    }

    /** A socket that speaks both costs more for each connection; only one on all addresses has to. */
    private static boolean onlyIpv4(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address
                && !address.getAddress().isAnyLocalAddress();
    }

    private static void closeQuietly(java.nio.channels.Channel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.err.println("cannot close " + socket + ": " + e.getMessage());
        }
    }
}
