package dev.shakeout.faults.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire to an API server, which a test cuts, holds or slows down. It has the server's own address, so that its certificate is right. */
final class Wire implements AutoCloseable {
    private final URI server;
    private final ServerSocket entry;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean away;
    private final CountDownLatch lateOpen = new CountDownLatch(1);
    private volatile boolean nextIsLate;
    private volatile boolean lateCame;
    private volatile boolean lateAnswered;

    private Wire(URI server) throws IOException {
        this.server = server;
        this.entry = new ServerSocket();
        entry.bind(new InetSocketAddress(server.getHost(), 0));
    }

    static Wire to(String server) throws IOException {
        var wire = new Wire(URI.create(server));
        Thread.ofVirtual().start(wire::accept);
        return wire;
    }

    /** One by which the server is reached over this wire. */
    Path kubeconfig(Path of) throws IOException {
        String changed = Files.readString(of).replace(":" + server.getPort(), ":" + entry.getLocalPort());
        return Files.writeString(of.resolveSibling(of.getFileName() + "-wire"), changed);
    }

    private void accept() {
        try {
            while (true) {
                Socket in = entry.accept();
                if (away) {
                    in.close();
                    turnedAway.incrementAndGet();
                    continue;
                }
                taken.incrementAndGet();
                boolean late = nextIsLate;
                nextIsLate = false;
                Socket out = new Socket();
                sockets.add(in);
                sockets.add(out);
                Thread.ofVirtual().start(() -> {
                    try {
                        out.connect(new InetSocketAddress(server.getHost(), server.getPort()));
                        if (late) {
                            Thread.ofVirtual().start(() -> carryLate(in, out));
                            carryAnswer(out, in);
                        } else {
                            Thread.ofVirtual().start(() -> carry(in, out));
                            carry(out, in);
                        }
                    } catch (IOException _) {
                        close(in); // the server is not there
                    }
                });
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] bytes = new byte[16_384];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
                open.await();
                Thread.sleep(delay);
                to.getOutputStream().write(bytes, 0, count);
            }
        } catch (IOException | InterruptedException _) {
            // cut
        } finally {
            sockets.remove(from);
        }
    }

    /** All but its greeting waits, and is delivered though the speaker may be gone by then. */
    private void carryLate(Socket from, Socket to) {
        byte[] bytes = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(bytes), pieces = 0; count > 0; count = in.read(bytes)) {
                if (++pieces == 2) {
                    lateCame = true;
                    lateOpen.await();
                }
                to.getOutputStream().write(bytes, 0, count);
            }
        } catch (IOException | InterruptedException _) {
            // cut
        }
    }

    private void carryAnswer(Socket from, Socket to) throws IOException {
        byte[] bytes = new byte[16_384];
        InputStream in = from.getInputStream();
        for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
            lateAnswered = lateCame && lateOpen.getCount() == 0;
            try {
                to.getOutputStream().write(bytes, 0, count);
            } catch (IOException _) {
                // nobody waits for it any more, and the server is not told
            }
        }
    }

    /** What the next one to connect asks for reaches the server only at {@link #deliver}. */
    void makeNextLate() {
        nextIsLate = true;
    }

    void deliver() {
        lateOpen.countDown();
    }

    boolean lateCame() {
        return lateCame;
    }

    boolean lateAnswered() {
        return lateAnswered;
    }

    /** How many connections there were. */
    int connections() {
        return taken.get();
    }

    /** Every piece of a conversation takes this long, in both directions. */
    void slowDown(Duration each) {
        delay = each;
    }

    /** As if the server were dead: connections are cut, and new ones come to nothing. */
    void turnAway() {
        away = true;
        cut();
    }

    void takeAgain() {
        away = false;
    }

    /** How many have come to nothing. */
    int turnedAway() {
        return turnedAway.get();
    }

    /** All connections; new ones are served. */
    void cut() {
        sockets.forEach(Wire::close);
    }

    /** Nothing comes through, and nobody is told; new connections are taken. */
    void hold() {
        open = new CountDownLatch(1);
    }

    void release() {
        open.countDown();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entry.close();
        release();
        deliver();
        cut();
    }
}
