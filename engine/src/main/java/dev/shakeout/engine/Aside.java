package dev.shakeout.engine;

import dev.shakeout.model.BadValue;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A search on a daemon thread of its own, for what cannot be stopped when it tries for ever, or needs much stack: whoever
 * waits here is who takes everything back.
 *
 * @param name of the thread
 * @param stack in bytes, of which only what is used is taken; 0 for as much as others have
 */
record Aside(String name, long stack) {
    static final Duration LONGEST = Duration.ofSeconds(5);

    /**
     * @param words for a failure that is no {@link BadValue}
     * @throws BadValue when the search failed, took too long, or was interrupted
     */
    <T> T search(Callable<T> search, Function<Throwable, String> words) {
        var task = new FutureTask<>(search);
        Thread.ofPlatform().daemon().name(name).stackSize(stack).start(task);
        try {
            return task.get(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new BadValue("given up after " + LONGEST.toSeconds() + " s of searching");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BadValue given) {
                throw given;
            }
            throw new BadValue(words.apply(e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BadValue("the search was stopped");
        }
    }
}
