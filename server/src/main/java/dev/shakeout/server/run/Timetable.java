package dev.shakeout.server.run;

import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.schedule.ScheduledStart.Outcome;
import dev.shakeout.server.store.Planned;
import dev.shakeout.server.store.Work;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Writes schedules, each with the timer that rings for it. Every version has a timer of its own: so none has to be taken back from a
 * server that may be busy with it, but rings in vain.
 *
 * @param ids each a new one that nobody has
 * @param random for jitter
 */
public record Timetable(Supplier<String> ids, RandomGenerator random) {
    private static final String CHANGED = "the schedule was changed before it was made";

    /**
     * @param schedule its version is one more than that which is there, or 1
     * @return false when somebody else was quicker
     */
    public boolean write(Schedule schedule, Work work) {
        Optional<Planned> before = work.schedules().find(schedule.name());
        Planned planned = before.filter(known -> known.schedule().sameTimes(schedule))
                .map(known -> new Planned(schedule, ids.get(), known.due(), known.at()))
                .orElseGet(() -> planned(schedule));
        boolean written = before.isEmpty()
                ? work.schedules().add(planned)
                : work.schedules().replace(planned);
        if (written) {
            before.ifPresent(known -> leave(known, planned, work));
            if (schedule.enabled()) {
                work.timers().set(planned.timer(), planned.at());
            }
        }
        return written;
    }

    private Planned planned(Schedule schedule) {
        Instant due = schedule.timing().after(schedule.changedAt());
        return new Planned(schedule, ids.get(), due, schedule.planned(due, random));
    }

    /** What was due by the former version, and not made yet, is told of. */
    private static void leave(Planned former, Planned next, Work work) {
        Instant now = next.schedule().changedAt();
        work.starts().giveUp(former.schedule().name(), CHANGED, now);
        if (former.schedule().enabled()
                && !former.due().isAfter(now)
                && !former.due().equals(next.due())) {
            work.starts()
                    .add(new ScheduledStart(
                            former.schedule().name(),
                            former.schedule().job().environment(),
                            former.due(),
                            now,
                            Outcome.SKIPPED,
                            CHANGED,
                            Optional.empty()));
        }
    }

    /** @return false when it has another version, or is not there */
    public boolean delete(Schedule schedule, Instant now, Work work) {
        work.starts().giveUp(schedule.name(), "the schedule was deleted before it was made", now);
        return work.schedules().delete(schedule.name(), schedule.version());
    }
}
