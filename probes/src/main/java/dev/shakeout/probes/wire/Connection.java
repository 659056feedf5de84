package dev.shakeout.probes.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection that speaks HTTP/1.1, blocking, used by one thread at a time. Interrupting that thread closes it, in
 * whatever phase it is: this is how requests are given up.
 */
public final class Connection implements Closeable {
    private final SocketChannel channel;
    private final OutputStream out;
    private final AnswerReader answers;
    private long lastUsedNanos = System.nanoTime();

    private Connection(SocketChannel channel, Socket socket) throws IOException {
        this.channel = channel;
        this.out = socket.getOutputStream();
        this.answers = new AnswerReader(socket.getInputStream());
    }

    /** Connects to the first of the host's addresses that takes it, and shakes hands where the origin wants TLS. */
    public static Connection open(Origin origin) throws IOException {
        var route = new Route(origin, Optional.empty());
        return open(route, List.of(InetAddress.getAllByName(origin.host())), _ -> {});
    }

    /**
     * The same by a route, with the addresses that the host has to which it leads first.
     *
     * @param opened told of each channel before it is waited for
     */
    public static Connection open(Route route, List<InetAddress> addresses, Consumer<Closeable> opened)
            throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (InetAddress address : addresses) {
            try {
                return open(route, new InetSocketAddress(address, route.first().port()), opened);
            } catch (java.net.SocketException e) {
                failure = Optional.of(e);
            }
        }
        throw failure.orElseGet(() -> new IOException(route.first().host() + " has no address"));
    }

    private static Connection open(Route route, InetSocketAddress address, Consumer<Closeable> opened)
            throws IOException {
        var channel = SocketChannel.open();
        opened.accept(channel);
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(address);
            return new Connection(channel, route.follow(channel.socket()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** @throws Unanswered when the connection ended before the first byte of an answer */
    public Answer exchange(Request request, OutputStream body) throws IOException {
        try {
            request.writeTo(out);
        } catch (java.net.SocketException e) {
            throw new Unanswered("the connection was lost while the request was sent: " + e.getMessage(), e);
        }
        Answer answer = answers.read(request.answersBody(), body);
        lastUsedNanos = System.nanoTime();
        return answer;
    }

    /** Whether nothing came in since the last answer: anything that did is the server's goodbye. */
    boolean quiet() {
        try {
            channel.configureBlocking(false);
            boolean quiet = answers.empty() && channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return quiet;
        } catch (IOException _) {
            return false;
        }
    }

    long idleNanos() {
        return System.nanoTime() - lastUsedNanos;
    }

    /** Closes at once, without TLS's goodbye: that could wait for a peer that no longer listens. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // there is nothing left to lose
        }
    }
}
