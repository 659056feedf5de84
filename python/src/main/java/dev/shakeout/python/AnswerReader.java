package dev.shakeout.python;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Takes turns in reading the answers: whoever has asked reads for a moment, as most answers come before another thread
 * could be told to listen; one thread that does nothing else reads what takes longer.
 */
final class AnswerReader {
    private static final long MOMENT_NANOS = 200_000;

    private final AnswerPipe pipe;
    private final Predicate<String> heard;
    private final BooleanSupplier awaited;

    /** Held by who reads. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Has permits when somebody waits for an answer and does not read. */
    private final Semaphore wanted = new Semaphore(0);

    /** What comes before is not for everyone. */
    private volatile boolean begun;

    private volatile boolean garbled;
    private volatile boolean toTheEnd;

    /**
     * @param heard told each line; false when it is no answer, and nothing after it can be trusted
     * @param awaited whether an answer is still to come
     */
    AnswerReader(AnswerPipe pipe, Predicate<String> heard, BooleanSupplier awaited) {
        this.pipe = pipe;
        this.heard = heard;
        this.awaited = awaited;
    }

    /** Reads for a moment, unless somebody else does, and then leaves it to the thread that listens. */
    void readUntil(BooleanSupplier answered) {
        if (begun && !answered.getAsBoolean() && turn.tryLock()) {
            try {
                readForAMoment(answered);
            } catch (IOException _) {
                // whoever listens meets it too
            } finally {
                turn.unlock();
            }
        }
        if (!answered.getAsBoolean()) {
            wanted.release();
        }
    }

    private void readForAMoment(BooleanSupplier answered) throws IOException {
        long began = System.nanoTime();
        while (!garbled && !answered.getAsBoolean() && System.nanoTime() - began < MOMENT_NANOS) {
            Optional<String> line = pipe.poll();
            if (line.isPresent()) {
                garbled = !heard.test(line.get());
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Reads what nobody else does, to the end of the pipe or a line that is no answer; false at the latter. */
    boolean listen() throws IOException, InterruptedException {
        begun = true;
        while (readWhileAwaited()) {
            wanted.acquire();
            wanted.drainPermits();
        }
        return !garbled;
    }

    private boolean readWhileAwaited() throws IOException {
        turn.lock();
        try {
            while (!garbled && (toTheEnd || awaited.getAsBoolean())) {
                Optional<String> line = pipe.next();
                if (line.isEmpty()) {
                    return false;
                }
                garbled = !heard.test(line.get());
            }
            return !garbled;
        } finally {
            turn.unlock();
        }
    }

    /** Nothing more will be written: what is left is read, though nobody waits for it. */
    void readToTheEnd() {
        toTheEnd = true;
        wanted.release();
    }
}
