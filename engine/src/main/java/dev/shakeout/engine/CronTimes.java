package dev.shakeout.engine;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.shakeout.model.BadValue;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The times that a cron expression names. Loads its library only where there is such an expression. */
public final class CronTimes {
    private CronTimes() {}

    /**
     * The first one after another, in its time zone; empty when there is none, as on 31 February.
     *
     * @param expression five fields, as crontab(5) has them
     * @throws BadValue it is no such expression
     */
    public static Optional<ZonedDateTime> next(String expression, ZonedDateTime after) {
        try {
            var cron = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(expression);
            return ExecutionTime.forCron(cron.validate()).nextExecution(after);
        } catch (IllegalArgumentException e) {
            throw new BadValue("'" + expression
                    + "' is not a cron expression of five fields: minute, hour, day of month, month, day of week ("
                    + e.getMessage() + ")");
        }
    }

    /** By the wall clock, in order; both ends included. Changes of the clock are the caller's. */
    static List<LocalDateTime> between(String expression, LocalDateTime from, LocalDateTime until) {
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        var times = ExecutionTime.forCron(parser.parse(expression));
        var found = new ArrayList<LocalDateTime>();
        ZonedDateTime end = until.atZone(ZoneOffset.UTC);
        Optional<ZonedDateTime> next =
                times.nextExecution(from.atZone(ZoneOffset.UTC).minusSeconds(1));
        while (next.isPresent() && !next.get().isAfter(end)) {
            found.add(next.get().toLocalDateTime());
            next = times.nextExecution(next.get());
        }
        return found;
    }
}
