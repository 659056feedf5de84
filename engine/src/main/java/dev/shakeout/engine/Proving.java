package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the witnesses look at the host before the first injection and after the undo. Their first look goes on beside the
 * check of the steady state, and the second one begins when everything is taken back, so neither stands before an undo.
 */
final class Proving {
    /** How long what looks like residue may take to go: a process that was killed, a group that is being removed. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration AGAIN = Duration.ofMillis(50);

    private final CompletableFuture<List<Witness.Sight>> before;
    private volatile boolean injected;

    Proving(Catalog catalog, Witness.Scope scope, Machine machine) {
        before = scope.injections().isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : onThreadOfItsOwn(() -> {
                    var sights = new ArrayList<Witness.Sight>();
                    for (Witness witness : catalog.witnesses().values()) {
                        sights.add(witness.look(scope, machine));
                    }
                    return sights;
                });
    }

    /** What may fail on the file system. */
    private interface Looking<T> {
        T look() throws IOException;
    }

    /** So that whoever interrupts the run does not spoil what is seen. */
    private static <T> CompletableFuture<T> onThreadOfItsOwn(Looking<T> looking) {
        return Threads.ask("picture", () -> {
            try {
                return looking.look();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Nothing may be injected before the host was seen. Where it cannot be seen the run goes on, without a proof. */
    void awaitPicture() throws InterruptedException {
        injected = true;
        try {
            before.get();
        } catch (ExecutionException _) {
            // told at the end, when there is something to prove
        }
    }

    /** Compares, if anything was to be injected, and tells what came out; to be called when all is taken back. */
    void conclude(Bus bus) {
        if (!injected) {
            return;
        }
        try {
            List<Witness.Sight> sights = before.join();
            if (!sights.isEmpty()) {
                Proof proof = onThreadOfItsOwn(() -> settled(sights)).join();
                bus.emit(new Event.HostCompared(bus.now(), proof));
            }
        } catch (CompletionException e) {
            String why = String.valueOf(e.getCause() == null ? e : e.getCause());
            bus.emit(new Event.Concluded(
                    bus.now(), Verdict.INCONCLUSIVE, "whether the host is as before could not be seen: " + why));
        }
    }

    private static Proof settled(List<Witness.Sight> sights) throws IOException {
        long begun = System.nanoTime();
        Proof proof = compare(sights);
        while (!proof.clean() && System.nanoTime() - begun < PATIENCE.toNanos()) {
            LockSupport.parkNanos(AGAIN.toNanos());
            proof = compare(sights);
        }
        return proof;
    }

    private static Proof compare(List<Witness.Sight> sights) throws IOException {
        var proof = new Proof(0, List.of(), List.of());
        for (Witness.Sight sight : sights) {
            proof = proof.and(sight.compare());
        }
        return proof;
    }
}
