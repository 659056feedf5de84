package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client and its upstream. Ends when both directions have ended, or with a reset of both sides when one breaks. */
final class Connection {
    private final Socket client;
    private final Socket upstream;
    private final Consumer<Connection> atEnd;
    private final AtomicInteger waysOpen = new AtomicInteger(2);
    private volatile boolean ended;

    Connection(Socket client, Socket upstream, Consumer<Connection> atEnd) {
        this.client = client;
        this.upstream = upstream;
        this.atEnd = atEnd;
    }

    /** Returns when the client's direction has ended; the other one runs in a thread of its own. */
    void run(Control control, Thread.Builder threads) throws IOException {
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        var there = new Pipe(client, upstream, control, true, this);
        var back = new Pipe(upstream, client, control, false, this);
        threads.start(back::run);
        there.run();
    }

    boolean ended() {
        return ended;
    }

    void oneWayEnded() {
        if (waysOpen.decrementAndGet() == 0) {
            end(false);
        }
    }

    void reset() {
        end(true);
    }

    private synchronized void end(boolean hard) {
        if (ended) {
            return;
        }
        ended = true;
        close(client, hard);
        close(upstream, hard);
        atEnd.accept(this);
    }

    static void close(Socket socket, boolean hard) {
        try (socket) {
            if (hard) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException _) {
            // closed by the other side already, which is what was wanted
        }
    }
}
