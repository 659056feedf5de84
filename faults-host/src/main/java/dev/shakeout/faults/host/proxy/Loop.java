package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** One thread that serves many connections: nothing that belongs to one of them is ever touched by another thread. */
final class Loop implements Executor {
    /** The thread is woken so much too soon, as waking takes time, and asks the clock again and again from there. */
    private static final long LEAD_NANOS = 150_000;

    private static final long MILLI = 1_000_000;

    /** What the largest step of a connection may take. */
    private static final long LONG_STEP_NANOS = MILLI;

    /** Who waits for a channel. */
    interface Ready {
        /** @param operations that it is ready for, as in {@link SelectionKey} */
        void ready(int operations);
    }

    private record Timer(long due, Runnable what) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return Long.compare(due - other.due, 0);
        }
    }

    private final Selector selector;
    private final Alarm alarm;
    private final Buffers buffers = new Buffers();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Set<Connection> connections = new HashSet<>();
    private final ArrayDeque<Connection> connecting = new ArrayDeque<>();

    Loop() throws IOException {
        selector = Selector.open();
        alarm = new Alarm(this);
    }

    /** Serves until this process ends. */
    void start() {
        alarm.start();
        Thread.ofPlatform().daemon().name("loop").start(this::run);
    }

    Selector selector() {
        return selector;
    }

    Buffers buffers() {
        return buffers;
    }

    /** Those that it serves. */
    Set<Connection> connections() {
        return connections;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    void wake() {
        selector.wakeup();
    }

    /** Never sooner than that. Only for the loop's own thread. */
    void at(long nanoTime, Runnable what) {
        timers.add(new Timer(nanoTime, what));
    }

    /** Whether nothing is due so soon that a large step would hold it up. */
    boolean unhurried() {
        Timer next = timers.peek();
        return next == null || next.due() - System.nanoTime() > LONG_STEP_NANOS;
    }

    /** Resets it when it is not connected in time. One timer serves all of them, as all may take equally long. */
    void awaitConnected(Connection connection) {
        connecting.add(connection);
        if (connecting.size() == 1) {
            at(connection.connectUntil(), this::giveUpConnecting);
        }
    }

    private void giveUpConnecting() {
        while (!connecting.isEmpty()) {
            Connection oldest = connecting.element();
            if (oldest.connecting() && oldest.connectUntil() - System.nanoTime() > 0) {
                at(oldest.connectUntil(), this::giveUpConnecting);
                return;
            }
            connecting.remove();
            if (oldest.connecting()) {
                oldest.reset();
            }
        }
    }

    private void run() {
        while (true) {
            try {
                select();
            } catch (IOException e) {
                throw new UncheckedIOException("the proxy's selector broke", e);
            }
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            runDue();
        }
    }

    private void select() throws IOException {
        Timer next = timers.peek();
        if (next == null) {
            selector.select(Loop::serve);
            return;
        }
        long left = next.due() - System.nanoTime();
        if (left <= LEAD_NANOS) {
            selector.selectNow(Loop::serve);
            return;
        }
        // Two clocks, as either oversleeps at times by milliseconds: the selector's and the alarm's.
        alarm.set(next.due() - LEAD_NANOS);
        selector.select(Loop::serve, Math.max(1, (left - LEAD_NANOS) / MILLI));
    }

    private static void serve(SelectionKey key) {
        if (key.isValid()) {
            ((Ready) key.attachment()).ready(key.readyOps());
        }
    }

    private void runDue() {
        while (true) {
            Timer next = timers.peek();
            if (next == null || next.due() - System.nanoTime() > 0) {
                return;
            }
            timers.remove();
            next.what().run();
        }
    }
}
