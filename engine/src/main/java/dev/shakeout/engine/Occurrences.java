package dev.shakeout.engine;

import dev.shakeout.model.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * When a schedule holds, as moments. The wall clock decides: what begins or ends in the hour that is left out in spring
 * does so when the clock is put forward. In the hour that comes twice in autumn a window ends the first time and a freeze
 * the second time, so that both err on the side of rest.
 *
 * @param zone whose wall clock the schedules mean
 * @param late whether an end in the hour that comes twice means the second time
 */
record Occurrences(ZoneId zone, boolean late) {
    /** A stretch of time; its end is no part of it. */
    record Stretch(Instant from, Instant until) {
        /** Never where nothing lies between its ends, as of hours that a change of the clock leaves out. */
        boolean meets(Instant start, Instant end) {
            return from.isBefore(until) && from.isBefore(end) && until.isAfter(start);
        }
    }

    static Occurrences ofWindows(ZoneId zone) {
        return new Occurrences(zone, false);
    }

    static Occurrences ofFreezes(ZoneId zone) {
        return new Occurrences(zone, true);
    }

    /** Those that meet the time between two moments, in order. */
    List<Stretch> of(Schedule schedule, Instant from, Instant until) {
        LocalDateTime first = LocalDateTime.ofInstant(from, zone);
        LocalDateTime last = LocalDateTime.ofInstant(until, zone);
        Stream<Stretch> all = switch (schedule) {
            case Schedule.Weekly weekly -> weekly(weekly, first.toLocalDate(), last.toLocalDate());
            case Schedule.Dates(LocalDateTime begin, LocalDateTime end) -> Stream.of(stretch(begin, end));
            // a day more to both sides: no clock is put on by as much
            case Schedule.Cron(String expression, var duration) ->
                CronTimes.between(expression, first.minus(duration).minusDays(1), last.plusDays(1)).stream()
                        .map(start -> stretch(start, start.plus(duration)));
        };
        return all.filter(stretch -> stretch.meets(from, until))
                .sorted(Comparator.comparing(Stretch::from))
                .toList();
    }

    private Stream<Stretch> weekly(Schedule.Weekly weekly, LocalDate first, LocalDate last) {
        var stretches = new ArrayList<Stretch>();
        boolean nextDay = !weekly.until().isAfter(weekly.from());
        for (LocalDate day = first.minusDays(2); !day.isAfter(last.plusDays(1)); day = day.plusDays(1)) {
            if (weekly.days().contains(day.getDayOfWeek())) {
                LocalDate end = nextDay ? day.plusDays(1) : day;
                stretches.add(stretch(day.atTime(weekly.from()), end.atTime(weekly.until())));
            }
        }
        return stretches.stream();
    }

    private Stretch stretch(LocalDateTime from, LocalDateTime until) {
        return new Stretch(moment(from, false), moment(until, late));
    }

    private Instant moment(LocalDateTime time, boolean secondTime) {
        var change = zone.getRules().getTransition(time);
        if (change == null) {
            return time.atZone(zone).toInstant();
        }
        return change.isGap()
                ? change.getInstant()
                : time.toInstant(secondTime ? change.getOffsetAfter() : change.getOffsetBefore());
    }
}
