package dev.shakeout.python;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** The pipe to the side process. Whoever sends is never held up, not even by a process that has stopped reading. */
final class RequestPipe implements AutoCloseable {
    /** What the smallest pipe of any system takes without being read. */
    private static final int SURELY_TAKEN = 4096;

    private final OutputStream pipe;
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicLong unread = new AtomicLong();

    RequestPipe(OutputStream pipe) {
        this.pipe = pipe;
    }

    /** Sends what must come before everything else. */
    void begin(byte[] bytes) {
        write(bytes);
    }

    /** Sends a line, sooner or later. A pipe that is broken is noticed by the end of the answers. */
    void send(byte[] bytes) {
        if (unread.addAndGet(bytes.length) <= SURELY_TAKEN && turn.tryLock()) {
            try {
                write(bytes);
            } finally {
                turn.unlock();
            }
        } else {
            Thread.ofPlatform().daemon().name("python-request").start(() -> {
                turn.lock();
                try {
                    write(bytes);
                } finally {
                    turn.unlock();
                }
            });
        }
    }

    private void write(byte[] bytes) {
        try {
            pipe.write(bytes);
            pipe.flush();
        } catch (IOException _) {
            // the process has ended
        }
    }

    /** So many bytes of what was sent are read for sure, as they were answered. */
    void read(long bytes) {
        unread.addAndGet(-bytes);
    }

    /** Ends the process, which lives no longer than this pipe. */
    @Override
    public void close() {
        try {
            pipe.close();
        } catch (IOException _) {
            // it has ended already
        }
    }
}
