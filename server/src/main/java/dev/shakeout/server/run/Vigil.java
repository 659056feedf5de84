package dev.shakeout.server.run;

import dev.shakeout.server.notify.Announcement;
import dev.shakeout.server.store.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until those know of a run who are to know before it begins. */
final class Vigil {
    /** How soon it is seen that an announcement has arrived. */
    private static final Duration LOOKED_AFTER = Duration.ofMillis(500);

    private final Workshop workshop;
    private final StoredRun run;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean reachable = true;

    Vigil(Workshop workshop, StoredRun run) {
        this.workshop = workshop;
        this.run = run;
    }

    /** There is no run any more to wait for. */
    void end() {
        ended.countDown();
    }

    /** @return why the run must not begin; empty when nothing of this keeps it, or there is nothing to wait for */
    Optional<String> await() throws InterruptedException {
        while (true) {
            switch (announcement()) {
                case Announcement.Over _ -> {
                    return Optional.empty();
                }
                case Announcement.Failed(String why) -> {
                    return Optional.of(why);
                }
                case Announcement.Under(Instant until) -> {
                    long left = Duration.between(now(), until).toMillis();
                    if (ended.await(Math.clamp(left, 1, LOOKED_AFTER.toMillis()), TimeUnit.MILLISECONDS)) {
                        return Optional.empty();
                    }
                }
            }
        }
    }

    /** While the database is away nobody knows, and it does not begin. */
    private Announcement announcement() {
        Instant now = now();
        try {
            Announcement found = workshop.store().read(work -> Announcement.of(run.id(), now, work));
            reachable = true;
            return found;
        } catch (RuntimeException e) {
            if (reachable) {
                workshop.trouble().accept("run " + run.id() + " waits, as the database is not to be had: " + e);
            }
            reachable = false;
            return new Announcement.Under(now.plus(LOOKED_AFTER));
        }
    }

    private Instant now() {
        return workshop.machine().clock().instant();
    }
}
