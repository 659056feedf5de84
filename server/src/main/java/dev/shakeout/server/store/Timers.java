package dev.shakeout.server.store;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Set in the transaction of what they are for, so that there is none without the other. {@link Clockwork} has them ring. */
public final class Timers {
    static final TaskDescriptor<Void> TASK = TaskDescriptor.of("scheduled-start");

    /** Of those about a run that is pending; its id follows, and then what the timer is for. */
    private static final String PENDING = "pending/";

    private final Handle handle;

    Timers(Handle handle) {
        this.handle = handle;
    }

    /** @param what none about that run has had this before */
    public static String ofPending(String run, String what) {
        return PENDING + run + "/" + what;
    }

    /** The run that it is about, if that is pending. */
    public static Optional<String> pending(String timer) {
        return timer.startsWith(PENDING)
                ? Optional.of(timer.substring(PENDING.length(), timer.lastIndexOf('/')))
                : Optional.empty();
    }

    /** @param id one that nobody has used */
    public void set(String id, Instant at) {
        SchedulerClient.Builder.create(new Joined(handle.getConnection()))
                .build()
                .scheduleIfNotExists(new TaskInstance<Void>(TASK.getTaskName(), id), at);
    }
}
