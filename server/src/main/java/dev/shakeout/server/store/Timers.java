package dev.shakeout.server.store;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Set in the transaction of what they are for, so that there is none without the other. {@link Clockwork} has them ring. */
public final class Timers {
    static final TaskDescriptor<Void> TASK = TaskDescriptor.of("scheduled-start");

    private final Handle handle;

    Timers(Handle handle) {
        this.handle = handle;
    }

    /** @param id one that nobody has used */
    public void set(String id, Instant at) {
        SchedulerClient.Builder.create(new Joined(handle.getConnection()))
                .build()
                .scheduleIfNotExists(new TaskInstance<Void>(TASK.getTaskName(), id), at);
    }
}
