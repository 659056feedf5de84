package dev.shakeout.server.schedule;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Which experiment is run where and when.
 *
 * @param version of the schedule: 1 for the first, one more with every change
 * @param enabled nothing is due while it is not
 * @param author id of the user, or of the service token, that wrote it, on whose account its runs are
 */
public record Schedule(
        String name,
        long version,
        Job job,
        Timing timing,
        Rules rules,
        boolean enabled,
        String author,
        Instant changedAt) {
    /** By which its runs are known. */
    public static final String LABEL = "schedule";

    /** How many starts are looked at where all are meant: more than a year of daily ones. */
    private static final int ENOUGH = 400;

    /**
     * What is run.
     *
     * @param version of the experiment; the newest one when it is due, if empty
     * @param labels of its runs, beside that of the schedule
     */
    public record Job(String experiment, Optional<Long> version, String environment, Map<String, String> labels) {
        public Job {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * What holds beside the times.
     *
     * @param jitter the longest time that a start may be put off, by chance, so that not everything begins at once
     */
    public record Rules(Concurrency concurrency, Missed missed, Duration jitter, List<Blackout> blackouts) {
        public Rules {
            blackouts = List.copyOf(blackouts);
        }
    }

    /** @throws BadValue with that jitter one start could be put off until after the next one */
    public void check(Instant now) {
        Instant one = timing.after(now);
        for (int i = 0; i < ENOUGH; i++) {
            Instant next = timing.after(one);
            Duration apart = Duration.between(one, next);
            if (rules.jitter().compareTo(apart) >= 0) {
                throw new BadValue("a jitter of " + Span.words(rules.jitter()) + " is too long for starts that are "
                        + Span.words(apart) + " apart");
            }
            one = next;
        }
    }

    /** Whether nothing is due at another time, so that what is planned stays so. */
    public boolean sameTimes(Schedule other) {
        return enabled
                && other.enabled
                && timing.cron().equals(other.timing.cron())
                && timing.zone().equals(other.timing.zone())
                && rules.jitter().equals(other.rules.jitter());
    }

    /** When a start that is due at a moment is to be made. */
    public Instant planned(Instant due, RandomGenerator random) {
        long longest = rules.jitter().toMillis();
        return longest == 0 ? due : due.plusMillis(random.nextLong(longest + 1));
    }

    /** Why nothing is started at a moment; empty when it is no such day. */
    public Optional<Blackout> blackout(Instant moment) {
        var day = moment.atZone(timing.zone()).toLocalDate();
        return rules.blackouts().stream().filter(each -> each.covers(day)).findFirst();
    }

    /** The next ones that are not on a day of a blackout, before any jitter; none while it is not enabled. */
    public List<ZonedDateTime> next(Instant now, int count) {
        return enabled
                ? Stream.iterate(timing.after(now), timing::after)
                        .limit(ENOUGH)
                        .filter(due -> blackout(due).isEmpty())
                        .limit(count)
                        .map(due -> due.atZone(timing.zone()))
                        .toList()
                : List.of();
    }
}
