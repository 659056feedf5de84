package dev.shakeout.cli;

/** Where a command notes what it did, beside what it shows on the terminal. */
@FunctionalInterface
interface Log {
    Log NONE = _ -> {};

    void write(LogLine line);
}
