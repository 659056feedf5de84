package dev.shakeout.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Threads for what goes on beside the run: daemons, each a thread of the operating system. A virtual thread that reads
 * from a process, looks up a name or calls into the kernel holds one of the few threads that carry them all, and the
 * spare one that the JDK then adds ends when it was idle for 30 s (JDK-8389671). Two commands that run for that long
 * would so stop every guard, time limit and undo on a host with two processors.
 */
public final class Threads {
    private Threads() {}

    public static Thread start(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }

    /** Interrupts a thread and waits for its end; whoever is interrupted meanwhile waits no longer, and stays so. */
    public static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the task gives, or the exception that ended it. */
    public static <T> CompletableFuture<T> ask(String name, Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, work -> start(name, work));
    }

    /** A new thread for each task; closing it waits for all of them. */
    public static ExecutorService forEach(String name) {
        return Executors.newThreadPerTaskExecutor(named(name));
    }

    /** For executors of other kinds. */
    public static ThreadFactory named(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }
}
