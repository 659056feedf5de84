package dev.shakeout.server.store;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Has timers ring: each on one of the servers at the same database, and on another one when that is gone. Made of db-scheduler. A timer
 * may ring again for what it rang before, when a server was gone in the middle; whoever hears it must bear that.
 */
public final class Clockwork implements AutoCloseable {
    private static final int THREADS = 2;
    /** What is not a sign of life for so many times is taken over by another server. */
    private static final int SILENT = 4;

    private final Scheduler scheduler;

    private Clockwork(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** What is to happen. */
    @FunctionalInterface
    public interface Ring {
        /** @return when it is to ring again; empty for never */
        Optional<Instant> of(String timer);
    }

    /**
     * How often it looks around.
     *
     * @param look for timers that are due
     * @param life how often a server says that it lives while something rings; after four of these without a word it is taken over
     */
    public record Pace(Duration look, Duration life) {
        public static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    /**
     * @param server by whose name the database says who has a timer
     * @param trouble told of rings that failed; they are repeated
     */
    static Clockwork start(
            DataSource source, String server, Clock clock, Pace pace, Ring ring, Consumer<String> trouble) {
        var task = Tasks.custom(Timers.TASK)
                .onFailure((complete, operations) -> {
                    trouble.accept("a start by schedule could not be made, and is tried again: "
                            + complete.getCause().orElse(null));
                    operations.reschedule(complete, clock.instant().plus(pace.life()));
                })
                .onDeadExecutionRevive()
                .execute((instance, _) -> again(instance, ring));
        Scheduler scheduler = Scheduler.create(source, task)
                .schedulerName(new SchedulerName.Fixed(server))
                .clock(clock::instant)
                .threads(THREADS)
                .pollingInterval(pace.look())
                .heartbeatInterval(pace.life())
                .missedHeartbeatsLimit(SILENT)
                .build();
        scheduler.start();
        return new Clockwork(scheduler);
    }

    private static CompletionHandler<Void> again(TaskInstance<Void> instance, Ring ring) {
        return ring.of(instance.getId())
                .<CompletionHandler<Void>>map(next -> (complete, operations) -> operations.reschedule(complete, next))
                .orElse((_, operations) -> operations.remove());
    }

    /** What rings now is waited for. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
