package dev.shakeout.faults.host.proxy;

import dev.shakeout.faults.host.proxy.ConnectionFault.Refuse;
import dev.shakeout.faults.host.proxy.ConnectionFault.ResetAfter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A client and its upstream. Ends when both directions have ended, or with a reset of both sides when one breaks. */
final class Connection {
    private static final long CONNECT_NANOS = 10_000_000_000L;

    /** For the two sides to end too, after we hung up. */
    private static final long PARTING_NANOS = 2_000_000_000L;

    /** Something that may find a side broken. */
    interface Attempt {
        void run() throws IOException;
    }

    private final Loop loop;
    private final Control control;
    private final Side client;
    private final Side upstream;
    private final Pipe there;
    private final Pipe back;
    private final Insight insight;
    private final long lot = ThreadLocalRandom.current().nextLong();
    private final long begun = System.nanoTime();
    private int waysOpen = 2;
    private int changesSeen;
    private boolean connected;
    private boolean ended;

    /** @param client whose bytes wait until there is an upstream to take them */
    Connection(SocketChannel client, SocketChannel upstream, Loop loop, Control control) throws IOException {
        this.loop = loop;
        this.control = control;
        this.client = new Side(client, loop, operations -> ready(operations, true));
        this.upstream = new Side(upstream, loop, operations -> ready(operations, false));
        this.there = new Pipe(this.client, this.upstream, loop, this);
        this.back = new Pipe(this.upstream, this.client, loop, this);
        this.insight = new Insight(this, this.client, this.upstream, there, back);
    }

    /** Only for the loop's own thread, as all that follows. */
    void open(InetSocketAddress address, Optional<InetAddress> source) throws IOException {
        loop.connections().add(this);
        SocketChannel channel = upstream.channel();
        if (source.isPresent()) {
            channel.bind(new InetSocketAddress(source.get(), 0));
        }
        // On the same host the second question finds it connected, and saves a turn of the selector.
        if (channel.connect(address) || channel.finishConnect()) {
            begin();
        } else {
            upstream.want(SelectionKey.OP_CONNECT, true);
            loop.awaitConnected(this);
        }
    }

    boolean connecting() {
        return !connected && !ended;
    }

    long connectUntil() {
        return begun + CONNECT_NANOS;
    }

    private void begin() throws IOException {
        connected = true;
        upstream.want(SelectionKey.OP_CONNECT, false);
        adopt();
    }

    /** Lets the faults that are meant for it take hold, and the others go. */
    void follow() throws IOException {
        if (connected && changesSeen != control.changes()) {
            adopt();
        }
    }

    private void adopt() throws IOException {
        changesSeen = control.changes();
        Faults faults = control.now();
        List<Faults.InForce> meant =
                faults.all().stream().filter(each -> each.meets(lot)).toList();
        for (var each : meant) {
            switch (each.line().fault()) {
                case Refuse() -> reset();
                case ResetAfter(var time) -> resetLater(each, time.toNanos());
                default -> {}
            }
        }
        List<Faults.InForce> rules = meant.stream()
                .filter(each -> each.line().fault() instanceof ConnectionFault.Http)
                .toList();
        if (insight.follow(rules, control.tls(rules))) {
            reset();
        }
        if (connected && !ended) {
            there.shape(Shape.of(meant, Direction.REQUESTS));
        }
        if (connected && !ended) {
            back.shape(Shape.of(meant, Direction.ANSWERS));
        }
    }

    /**
     * Whether someone looks into what came by a pipe, and will hand on what is to go on.
     *
     * @param bytes used up then
     */
    boolean filtered(ByteBuffer bytes, Pipe pipe) throws IOException {
        if (!insight.takes(bytes, way(pipe))) {
            return false;
        }
        send();
        return true;
    }

    /** Whether someone will hand on the end of what comes by a pipe. */
    boolean keepsEnd(Pipe pipe) throws IOException {
        boolean kept = insight.keepsEnd(way(pipe));
        send();
        return kept;
    }

    private Direction way(Pipe pipe) {
        return pipe.equals(there) ? Direction.REQUESTS : Direction.ANSWERS;
    }

    /** Something that is to be done at that time, after which all that is due is sent. */
    void later(long nanoTime, Attempt what) {
        loop.at(
                nanoTime,
                () -> attempt(() -> {
                    what.run();
                    send();
                }));
    }

    private void send() throws IOException {
        if (!ended) {
            there.pump();
        }
        if (!ended) {
            back.pump();
        }
    }

    private void resetLater(Faults.InForce fault, long nanos) {
        long due = nanos + (fault.sinceNanos() - begun > 0 ? fault.sinceNanos() : begun);
        if (due - System.nanoTime() <= 0) {
            reset();
            return;
        }
        loop.at(due, () -> {
            if (control.now().all().contains(fault)) {
                reset();
            }
        });
    }

    private void ready(int operations, boolean fromClient) {
        attempt(() -> {
            if ((operations & SelectionKey.OP_CONNECT) != 0) {
                if (upstream.channel().finishConnect()) {
                    begin();
                }
                return;
            }
            follow();
            if ((operations & SelectionKey.OP_WRITE) != 0 && !ended) {
                (fromClient ? client : upstream).writable();
                (fromClient ? back : there).pump();
            }
            if ((operations & SelectionKey.OP_READ) != 0 && !ended) {
                (fromClient ? there : back).readable();
            }
        });
    }

    /** A side that breaks takes the other one with it; the client of an upstream that is not there sees a reset too. */
    void attempt(Attempt what) {
        if (ended) {
            return;
        }
        try {
            what.run();
        } catch (IOException _) {
            reset();
        } catch (RuntimeException e) { // no connection may take the others with it
            System.err.println("reset a connection that could not be served: " + e);
            reset();
        }
    }

    boolean ended() {
        return ended;
    }

    /** Whether the other direction has ended already. */
    boolean onLastWay() {
        return waysOpen == 1;
    }

    void oneWayEnded() {
        if (--waysOpen == 0) {
            end(false);
        }
    }

    void reset() {
        end(true);
    }

    /** An orderly end of both sides, whatever they still have to say. */
    void hangUp() {
        there.discard();
        back.discard();
        attempt(() -> {
            client.shutdownOutput();
            upstream.shutdownOutput();
        });
        loop.at(System.nanoTime() + PARTING_NANOS, () -> end(false));
    }

    private void end(boolean hard) {
        if (!ended) {
            ended = true;
            client.close(hard);
            upstream.close(hard);
            loop.connections().remove(this);
            there.forget();
            back.forget();
        }
    }
}
