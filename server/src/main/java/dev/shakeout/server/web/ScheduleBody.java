package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import dev.shakeout.server.schedule.Blackout;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.Timing;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schedule as it is written. */
final class ScheduleBody {
    static final Shape BLACKOUT = Shape.of(
            "Blackout",
            required("from", Kind.DATE, "The first day, in the time zone of the schedule."),
            optional("to", Kind.DATE, "The last day; the first one without."),
            required("reason", Kind.TEXT, "Why nothing is started then."));
    static final Shape NEW = Shape.of(
            "ScheduleToWrite",
            required("experiment", Kind.NAME, "What is to be carried out."),
            optional("experiment-version", Kind.COUNT, "Which version of it; the newest when it is due, without."),
            required("environment", Kind.NAME, "Where; its policy holds."),
            optional("labels", Kind.LABELS, "Of its runs, which also have 'schedule' with its name."),
            required("when", Kind.TEXT, "A cron expression, or words: every Tuesday at 10:00."),
            optional("time-zone", Kind.TEXT, "Such as Europe/Berlin; UTC without."),
            optional("concurrency", Kind.CONCURRENCY, "When one of its runs is under way; forbid without."),
            optional("missed", Kind.MISSED, "Of what was due while no server was at work; skip without."),
            optional("latest", Kind.SPAN, "How late one that was missed may be made up for; 1h without."),
            optional("jitter", Kind.SPAN, "The longest time that a start is put off, by chance; none without."),
            optional("blackout", Kind.manyOf(BLACKOUT), "Days on which nothing is started."),
            optional("enabled", Kind.FLAG, "Nothing is due while it is false; true without."));

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONGEST_JITTER = Duration.ofDays(1);

    private ScheduleBody() {}

    /** @throws Refusal something in it is no such thing */
    static Schedule read(Call call, long version) {
        try {
            var schedule = new Schedule(
                    call.variable("schedule"),
                    version,
                    new Schedule.Job(
                            call.text("experiment").orElse(""),
                            call.text("experiment-version").map(text -> Call.number("experiment-version", text)),
                            call.text("environment").orElse(""),
                            labels(call)),
                    Timing.of(
                            call.text("when").orElse(""), call.text("time-zone").orElse("UTC")),
                    rules(call),
                    call.text("enabled").map(Boolean::parseBoolean).orElse(true),
                    call.caller().id(),
                    call.now());
            schedule.check(call.now());
            return schedule;
        } catch (BadValue e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> labels(Call call) {
        Map<String, String> labels = call.texts("labels");
        if (labels.containsKey(Schedule.LABEL)) {
            throw Refusal.badRequest("its runs get the label '" + Schedule.LABEL + "' from its name; leave it out");
        }
        return labels;
    }

    private static Schedule.Rules rules(Call call) {
        Optional<Duration> latest = call.text("latest").map(Span::parse);
        boolean once = call.text("missed").filter("once"::equals).isPresent();
        if (!once && latest.isPresent()) {
            throw Refusal.badRequest(
                    "'latest' says how late a missed start may be; write \"missed\": \"once\" with it");
        }
        Duration jitter = call.text("jitter").map(Span::parse).orElse(Duration.ZERO);
        if (jitter.compareTo(LONGEST_JITTER) > 0) {
            throw Refusal.badRequest("'jitter' must be at most a day");
        }
        return new Schedule.Rules(
                call.text("concurrency").map(Concurrency::ofWord).orElse(Concurrency.FORBID),
                once ? new Missed.Once(latest.orElse(HOUR)) : new Missed.Skip(),
                jitter,
                blackouts(call));
    }

    private static List<Blackout> blackouts(Call call) {
        return call.body().get("blackout").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream().map(ScheduleBody::blackout).toList()
                : List.of();
    }

    private static Blackout blackout(Json item) {
        Json.Obj object = (Json.Obj) item;
        BLACKOUT.check(object);
        LocalDate first = LocalDate.parse(Call.text(object, "from").orElseThrow());
        LocalDate last = Call.text(object, "to").map(LocalDate::parse).orElse(first);
        if (last.isBefore(first)) {
            throw Refusal.badRequest("a blackout cannot end on " + last + ", before it begins on " + first);
        }
        return new Blackout(first, last, Call.text(object, "reason").orElse(""));
    }
}
