package dev.shakeout.probes.program;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProcessFamily;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;

/**
 * A program that was started by {@link Spawn}. One thread reads both of its outputs and waits for its end.
 *
 * @param exit a descriptor that can be read when it has ended (pidfd_open(2))
 * @param output the pipe's end
 * @param errors the pipe's end
 */
record Spawned(int pid, int exit, int output, int errors, Waiting waiting, Machine machine) {
    /** An interrupt is noticed this soon: it does not wake whoever waits in the kernel. */
    private static final long TICK_MILLIS = 10;

    private static final int BUFFER = 1 << 13;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;

    /** Of struct pollfd: an int, and two shorts, of what is awaited and of what has come (poll(2)). */
    private static final long POLL_ENTRY = 8;

    private static final long CAME = 6;
    private static final short INPUT = 1;

    /** Waits for the end; afterwards nothing of it is left, not even its descriptors. */
    Optional<Program.Ended> await(Duration limit) throws InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            var state = new State(arena);
            try {
                return state.awaitEnd(limit);
            } finally {
                if (!state.ended) {
                    ProcessHandle.of(pid).ifPresent(head -> ProcessFamily.kill(head, machine));
                    boolean _ = state.reap();
                }
            }
        } finally {
            waiting.close(exit);
            waiting.close(output);
            waiting.close(errors);
        }
    }

    private final class State {
        private final Written[] written = {new Written(), new Written()};
        private final MemorySegment entries;
        private final MemorySegment buffer;
        private final MemorySegment status;
        private final byte[] bytes = new byte[BUFFER];
        private boolean ended;

        State(Arena arena) {
            entries = arena.allocate(3 * POLL_ENTRY, INT.byteAlignment());
            buffer = arena.allocate(BUFFER);
            status = arena.allocate(INT);
            watch(0, output);
            watch(1, errors);
            watch(2, exit);
        }

        private void watch(int entry, int descriptor) {
            entries.set(INT, entry * POLL_ENTRY, descriptor); // a negative one is passed over
            entries.set(SHORT, entry * POLL_ENTRY + INT.byteSize(), INPUT);
        }

        private boolean watched(int entry) {
            return entries.get(INT, entry * POLL_ENTRY) >= 0;
        }

        Optional<Program.Ended> awaitEnd(Duration limit) throws InterruptedException {
            long until = System.nanoTime() + limit.toNanos();
            while (!ended || watched(0) || watched(1)) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left < 0) {
                    if (!ended) {
                        return Optional.empty();
                    }
                    break;
                }
                waiting.poll(entries.address(), 3, Math.min(left + 1, TICK_MILLIS));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                read(0);
                read(1);
                if (!ended && (came(2) || exit < 0) && reap()) { // it is negative when there are too many already
                    watch(2, -1);
                    until = System.nanoTime() + Program.LAST_OUTPUT.toNanos();
                }
            }
            return Optional.of(new Program.Ended(status(), written[0].text(), written[1].text()));
        }

        private boolean came(int entry) {
            return watched(entry) && entries.get(SHORT, entry * POLL_ENTRY + CAME) != 0;
        }

        private void read(int stream) {
            if (came(stream)) {
                int count = waiting.read(entries.get(INT, stream * POLL_ENTRY), buffer.address(), BUFFER);
                if (count > 0) {
                    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
                    written[stream].add(bytes, count);
                } else {
                    watch(stream, -1);
                }
            }
        }

        boolean reap() {
            ended = waiting.reap(pid, status.address());
            return ended;
        }

        /** Either its own, or 128 and the number of the signal that ended it (waitpid(2)). */
        private int status() {
            int word = status.get(INT, 0);
            int signal = word & 0x7f;
            return signal == 0 ? (word >> 8) & 0xff : 128 + signal;
        }
    }
}
