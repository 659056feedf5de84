package dev.shakeout.cli;

import dev.shakeout.engine.Threads;

/** Turns whatever ends the JVM into an interrupt of the command, and waits for it. */
record Ending(Thread command, Thread hook) implements AutoCloseable {
    static Ending of(Thread command) {
        Thread hook = Thread.ofPlatform().name("shutdown").unstarted(() -> Threads.end(command));
        Runtime.getRuntime().addShutdownHook(hook);
        return new Ending(command, hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM ends just now
        }
    }
}
