package dev.shakeout.probes.program;

/** The functions of the C library by which a program is waited for and its output is read. */
final class Waiting {
    private static final int NO_HANG = 1; // waitpid(2)

    private final Libc.Function close;
    private final Libc.Function read;
    private final Libc.Function poll;
    private final Libc.Function waitpid;

    Waiting(Libc libc) {
        close = libc.function("close");
        read = libc.function("read");
        poll = libc.function("poll");
        waitpid = libc.function("waitpid");
    }

    void close(int descriptor) {
        if (descriptor >= 0) {
            close.call(descriptor);
        }
    }

    /** @return how many bytes; 0 at the end, negative when they cannot be had */
    int read(int descriptor, long address, long size) {
        return read.call(descriptor, address, size);
    }

    /** @param entries of struct pollfd: what to wait for, and what has come */
    void poll(long address, int entries, long millis) {
        poll.call(address, entries, millis);
    }

    /**
     * Takes the status of a child, if it has ended.
     *
     * @param status where it is put
     * @return whether it has ended
     */
    boolean reap(int pid, long status) {
        return waitpid.call(pid, status, NO_HANG) == pid;
    }
}
