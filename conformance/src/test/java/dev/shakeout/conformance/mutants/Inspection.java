package dev.shakeout.conformance.mutants;

import static org.assertj.core.api.Assertions.fail;

import dev.shakeout.conformance.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks at mutants on all processors. Fails with the first that hangs, or at the end with what was complained of, each with
 * the way to see it again and the file that holds its text.
 */
final class Inspection {
    /** A mutant takes a millisecond; this long only if it hangs, however busy the machine is. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final int ENOUGH = 40;
    private static final int FRAMES = 25;

    private final Mutants mutants;
    private final Look look;
    private final Watch watch = new Watch(SOON);
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Slow> slowest = new AtomicReference<>(new Slow(-1, 0));

    /** Looks at one. */
    @FunctionalInterface
    interface Look {
        /** What is wrong with what became of it; whatever it throws is wrong too. */
        Optional<String> at(Mutant mutant) throws IOException;
    }

    private record Slow(int index, long nanos) {
        Slow slower(Slow other) {
            return other.nanos > nanos ? other : this;
        }
    }

    Inspection(Mutants mutants, Look look) {
        this.mutants = mutants;
        this.look = look;
    }

    /** @return what to tell of it: how many, how long, and which was the slowest */
    String of(Chosen chosen) throws InterruptedException {
        long start = System.nanoTime();
        var next = new AtomicInteger(chosen.from());
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Math.max(2, Runtime.getRuntime().availableProcessors()); i++) {
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("mutants-" + i)
                    .uncaughtExceptionHandler((_, e) -> complaints.add("a mutant could not be made or kept: " + e))
                    .start(() -> work(next, chosen.to())));
        }
        await(threads);
        if (!complaints.isEmpty()) {
            fail(complaints.size() + " complaints:\n" + String.join("\n", complaints));
        }
        return "%d mutants of seed %d in %.1f s, the slowest was %d with %d ms"
                .formatted(
                        chosen.count(),
                        mutants.seed(),
                        (System.nanoTime() - start) / 1e9,
                        slowest.get().index(),
                        slowest.get().nanos() / 1_000_000);
    }

    private void await(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            while (!thread.join(Duration.ofMillis(200))) {
                watch.hanging().ifPresent(hanging -> {
                    String kept = keep(hanging.mutant());
                    fail(hanging.mutant() + " hangs:" + hanging.where() + kept);
                });
            }
        }
    }

    private void work(AtomicInteger next, int to) {
        var worker = watch.join();
        for (int index = next.getAndIncrement(); index < to; index = next.getAndIncrement()) {
            if (complaints.size() >= ENOUGH) {
                return;
            }
            Mutant mutant = mutants.at(index);
            worker.begins(mutant);
            long start = System.nanoTime();
            complaint(mutant).ifPresent(words -> complaints.add(mutant + ": " + words + keep(mutant)));
            slowest.accumulateAndGet(new Slow(index, System.nanoTime() - start), Slow::slower);
            worker.ends();
        }
    }

    private Optional<String> complaint(Mutant mutant) {
        try {
            return look.at(mutant);
        } catch (IOException | RuntimeException | Error e) {
            var words = new StringBuilder(e.toString());
            StackTraceElement[] trace = e.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, trace.length); i++) {
                words.append("\n    at ").append(trace[i]);
            }
            return Optional.of(words.toString());
        }
    }

    /** Half a character is none in a file, so the file is for reading; the index is for repeating. */
    private static String keep(Mutant mutant) {
        Path folder = Corpus.home().resolve("target/mutants");
        Path file = folder.resolve(mutant.seed() + "-" + mutant.index() + "-" + mutant.file());
        try {
            Files.createDirectories(folder);
            Files.write(file, mutant.text().getBytes(StandardCharsets.UTF_8));
            return "\n  its text is in " + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
