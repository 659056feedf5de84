package dev.shakeout.operator;

import dev.shakeout.engine.About;
import dev.shakeout.engine.Threads;
import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.faults.kubernetes.ResourceType;
import dev.shakeout.faults.kubernetes.Watch;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/** Follows all Runs: begins those that wait, ends those that are to halt or are gone, and buries those that are lost. */
final class Runs implements AutoCloseable {
    private final Workshop workshop;
    private final Semaphore turns;
    private final ExecutorService workers = Threads.forEach("run");
    /** Those that are under way or wait for their turn, by uid. */
    private final Map<String, Attempt> attempts = new HashMap<>();

    private final Watch watch;
    private volatile boolean closing;

    /** @param atOnce how many are carried out side by side */
    Runs(Workshop workshop, int atOnce) {
        this.workshop = workshop;
        this.turns = new Semaphore(atOnce);
        this.watch = Watch.start(workshop.cluster(), ResourceType.RUN, workshop.namespace(), Map.of(), this::told);
    }

    /** What is wrong with one run must not end the watch. */
    private void told(Watch.Change change) {
        try {
            switch (change) {
                case Watch.Change.All(List<Resource> objects) -> {
                    var uids = new HashSet<String>();
                    objects.forEach(each -> uids.add(each.uid()));
                    forgetAllBut(uids);
                    objects.forEach(this::consider);
                }
                case Watch.Change.Now(Resource object) -> consider(object);
                case Watch.Change.Gone(Resource object) -> gone(object.uid());
            }
        } catch (RuntimeException e) {
            workshop.trouble().accept("runs could not be followed: " + e);
        }
    }

    private synchronized void forgetAllBut(Set<String> uids) {
        attempts.forEach((uid, attempt) -> {
            if (!uids.contains(uid)) {
                attempt.gone();
            }
        });
    }

    private synchronized void gone(String uid) {
        Attempt attempt = attempts.get(uid);
        if (attempt != null) {
            attempt.gone();
        }
    }

    private synchronized void consider(Resource object) {
        var run = new RunResource(object);
        Attempt known = attempts.get(object.uid());
        if (known != null) {
            if (run.isHalted()) {
                known.halt();
            }
        } else if (run.phase() == RunResource.Phase.RUNNING) {
            workers.execute(() -> About.run(Map.of("run", object.path()), () -> lost(run)));
        } else if (!run.isOver() && workshop.leads().getAsBoolean()) {
            begin(object);
        }
    }

    private void begin(Resource object) {
        var attempt = new Attempt(workshop, object);
        attempts.put(object.uid(), attempt);
        workers.execute(() -> {
            try {
                awaitTurn(object);
                try {
                    if (!closing) { // else another operator begins it
                        About.run(Map.of("run", object.path()), attempt);
                    }
                } finally {
                    turns.release();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                forget(object.uid());
            }
        });
    }

    private void awaitTurn(Resource object) throws InterruptedException {
        if (turns.tryAcquire()) {
            return;
        }
        try {
            workshop.status().change(object, Json.object("phase", RunResource.Phase.PENDING.word()));
        } catch (IOException _) {
            // it waits all the same
        }
        turns.acquire();
    }

    private synchronized void forget(String uid) {
        attempts.remove(uid);
    }

    /** Nobody carries it out any more. What it has changed was taken back before this began to look. */
    private void lost(RunResource run) {
        String reason = "the operator that carried it out (" + run.owner()
                + ") is gone; what the run had changed is taken back by its lease";
        var status = Json.object(
                "phase",
                RunResource.Phase.FAILED.word(),
                "endedAt",
                workshop.status().now(),
                "reasons",
                Json.of(List.of(Json.of(reason))));
        Status.Write write =
                () -> workshop.leads().getAsBoolean() && workshop.status().change(run.resource(), status);
        if (workshop.status().insist(write, workshop.trouble())) {
            workshop.announcer().warn(run.resource(), "Lost", reason);
            workshop.told().accept("run " + run.resource().path() + ": " + reason);
        }
    }

    /** Ends all that are under way, and waits until everything is taken back. */
    @Override
    public void close() {
        closing = true;
        watch.close();
        synchronized (this) {
            attempts.values().forEach(Attempt::halt);
        }
        workers.shutdown();
        boolean interrupted = Thread.interrupted();
        workers.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
