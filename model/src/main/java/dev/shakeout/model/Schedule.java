package dev.shakeout.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** When something holds, by the wall clock of a time zone that is given with it. */
public sealed interface Schedule {
    /**
     * The same hours on days of the week.
     *
     * @param until not after {@code from} means on the next day; the same time means a whole day
     */
    record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime until) implements Schedule {
        public Weekly {
            days = Set.copyOf(days);
        }

        @Override
        public String toString() {
            String on = days.size() == 7
                    ? "every day"
                    : new TreeSet<>(days)
                            .stream()
                                    .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "));
            return on + " from " + from + " to " + until;
        }
    }

    /**
     * From each moment that a cron expression names.
     *
     * @param expression five fields, as crontab(5) has them
     */
    record Cron(String expression, Duration duration) implements Schedule {
        @Override
        public String toString() {
            return "cron '" + expression + "' for " + Span.words(duration);
        }
    }

    /**
     * Once.
     *
     * @param until the first moment after it
     */
    record Dates(LocalDateTime from, LocalDateTime until) implements Schedule {
        @Override
        public String toString() {
            return "from " + words(from) + " until " + words(until);
        }

        private static String words(LocalDateTime time) {
            return time.toLocalDate() + " " + time.toLocalTime();
        }
    }
}
