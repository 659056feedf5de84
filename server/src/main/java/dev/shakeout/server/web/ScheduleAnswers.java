package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.Json;
import dev.shakeout.server.schedule.Blackout;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;

/** Schedules and their starts, as they are answered. */
final class ScheduleAnswers {
    private static final int NEXT = 5;

    static final Shape SCHEDULE = Shape.of(
            "Schedule",
            required("name", Kind.NAME, "Its name."),
            required("version", Kind.COUNT, "One more with every change; also the ETag."),
            required("experiment", Kind.NAME, "What is carried out."),
            optional("experiment-version", Kind.COUNT, "Which version of it; the newest when it is due, without."),
            required("environment", Kind.NAME, "Where."),
            required("labels", Kind.OBJECT, "Of its runs, beside its name."),
            required("when", Kind.TEXT, "As it was written."),
            required("cron", Kind.TEXT, "What that comes to, in five fields."),
            required("time-zone", Kind.TEXT, "By whose clock."),
            required("concurrency", Kind.CONCURRENCY, "When one of its runs is under way."),
            required("missed", Kind.MISSED, "Of what was due while no server was at work."),
            optional("latest-seconds", Kind.SEQ, "How late one that was missed is made up for."),
            required("jitter-seconds", Kind.SEQ, "The longest time that a start is put off, by chance."),
            required("blackout", Kind.listOf(ScheduleBody.BLACKOUT), "Days on which nothing is started."),
            required("enabled", Kind.FLAG, "Whether anything is due."),
            required(
                    "author",
                    Kind.TEXT,
                    "Id of the user, or of the service token, that wrote it, on whose account its runs are."),
            required("changed-at", Kind.MOMENT, "When it was written."),
            required("next", Kind.TEXTS, "The next five starts, by the clock of its zone and before jitter."));
    static final Shape START = Shape.of(
            "ScheduledStart",
            required("due", Kind.MOMENT, "By the times of the schedule."),
            required("at", Kind.MOMENT, "When it was decided."),
            required("outcome", Kind.START_OUTCOME, "What became of it."),
            required("reason", Kind.TEXT, "Why; empty for one that was made in time."),
            optional("run", Kind.NAME, "That was started."));

    private ScheduleAnswers() {}

    static Json.Obj of(Schedule schedule, Instant now) {
        Schedule.Job job = schedule.job();
        Schedule.Rules rules = schedule.rules();
        var members = new LinkedHashMap<String, Json>();
        members.put("name", Json.of(schedule.name()));
        members.put("version", Json.of(schedule.version()));
        members.put("experiment", Json.of(job.experiment()));
        job.version().ifPresent(version -> members.put("experiment-version", Json.of(version)));
        members.put("environment", Json.of(job.environment()));
        members.put("labels", Answers.texts(job.labels()));
        members.put("when", Json.of(schedule.timing().text()));
        members.put("cron", Json.of(schedule.timing().cron()));
        members.put("time-zone", Json.of(schedule.timing().zone().getId()));
        members.put("concurrency", Json.of(rules.concurrency().word()));
        switch (rules.missed()) {
            case Missed.Skip _ -> members.put("missed", Json.of("skip"));
            case Missed.Once(Duration latest) -> {
                members.put("missed", Json.of("once"));
                members.put("latest-seconds", Json.of(latest.toSeconds()));
            }
        }
        members.put("jitter-seconds", Json.of(rules.jitter().toSeconds()));
        members.put(
                "blackout",
                Json.of(rules.blackouts().stream().map(ScheduleAnswers::of).toList()));
        members.put("enabled", Json.of(schedule.enabled()));
        members.put("author", Json.of(schedule.author()));
        members.put("changed-at", Json.of(schedule.changedAt().toString()));
        members.put("next", Json.of(next(schedule, now)));
        return new Json.Obj(members);
    }

    private static List<Json> next(Schedule schedule, Instant now) {
        return schedule.next(now, NEXT).stream()
                .<Json>map(moment -> Json.of(moment.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME)))
                .toList();
    }

    private static Json of(Blackout blackout) {
        return Json.object(
                "from", blackout.first().toString(), "to", blackout.last().toString(), "reason", blackout.reason());
    }

    static Json.Obj of(ScheduledStart start) {
        Json.Obj answer = Json.object(
                "due", start.due(), "at", start.at(), "outcome", start.outcome().word(), "reason", start.reason());
        return start.run().map(run -> answer.with("run", Json.of(run))).orElse(answer);
    }
}
