package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.store.Experiments;
import dev.shakeout.server.store.Planned;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;
import java.util.Optional;

/** Schedules, and what became of their starts. */
final class ScheduleEndpoints {
    private static final String ALL = Endpoints.API + "/schedules";
    private static final String ONE = ALL + "/{schedule}";

    private final Desk desk;

    private ScheduleEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new ScheduleEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "listSchedules",
                                Verb.GET,
                                ALL,
                                Role.VIEWER,
                                Scope.QUERY,
                                "Schedules, by name.",
                                json(200, Shape.pageOf(ScheduleAnswers.SCHEDULE)),
                                here::list)
                        .query(
                                Field.optional("environment", Kind.NAME, "Only those in it."),
                                Paging.AFTER,
                                Paging.LIMIT),
                Endpoint.of(
                        "getSchedule",
                        Verb.GET,
                        ONE,
                        Role.VIEWER,
                        Scope.SCHEDULE,
                        "One schedule, with its next starts.",
                        json(200, ScheduleAnswers.SCHEDULE),
                        here::get),
                Endpoint.of(
                                "putSchedule",
                                Verb.PUT,
                                ONE,
                                Role.OPERATOR,
                                Scope.SCHEDULE,
                                "Makes a schedule, or changes it. Its runs are on account of whoever wrote it last.",
                                json(201, ScheduleAnswers.SCHEDULE),
                                here::put)
                        .or(json(200, ScheduleAnswers.SCHEDULE))
                        .headers(Precondition.IF_MATCH, Precondition.IF_NONE_MATCH)
                        .takes(ScheduleBody.NEW),
                Endpoint.of(
                                "deleteSchedule",
                                Verb.DELETE,
                                ONE,
                                Role.OPERATOR,
                                Scope.SCHEDULE,
                                "Ends a schedule. Its runs go on, and what became of its starts stays in the database.",
                                json(200, ScheduleAnswers.SCHEDULE),
                                here::delete)
                        .headers(Precondition.IF_MATCH),
                Endpoint.of(
                                "listScheduleStarts",
                                Verb.GET,
                                ONE + "/starts",
                                Role.VIEWER,
                                Scope.SCHEDULE,
                                "What became of every start of a schedule that was due, latest first.",
                                json(200, Shape.pageOf(ScheduleAnswers.START)),
                                here::starts)
                        .query(Paging.AFTER, Paging.LIMIT));
    }

    private Reply list(Call call) {
        var page = desk.store().read(work -> work.schedules().page(call.shown(), call.asked("after"), call.limit()));
        return Reply.ok(Answers.page(page, planned -> ScheduleAnswers.of(planned.schedule(), call.now())));
    }

    private Reply get(Call call) {
        return tagged(200, desk.store().read(work -> find(call, work)), call);
    }

    private static Schedule find(Call call, Work work) {
        String name = call.variable("schedule");
        return work.schedules().find(name).map(Planned::schedule).orElseThrow(() -> missing(name));
    }

    static Refusal missing(String name) {
        return Refusal.notFound("there is no schedule '" + name + "'; " + ALL + " lists them");
    }

    private Reply put(Call call) {
        String name = call.variable("schedule");
        Schedule written = desk.store().change(work -> {
            Optional<Schedule> before = work.schedules().find(name).map(Planned::schedule);
            long version = Precondition.of(call).next(before.map(Schedule::version), "schedule '" + name + "'");
            Schedule next = ScheduleBody.read(call, version);
            refuseUnknown(next, work);
            if (!desk.timetable().write(next, work)) {
                throw Refusal.changedMeanwhile(
                        "schedule '" + name + "' was written by somebody else just now; GET it again");
            }
            work.audit().append(call.now(), call.caller(), "schedule.write", "schedule/" + name, details(next));
            return next;
        });
        return tagged(written.version() == 1 ? 201 : 200, written, call);
    }

    /** Better told now than when it is due. */
    private static void refuseUnknown(Schedule schedule, Work work) {
        Schedule.Job job = schedule.job();
        if (work.environments().find(job.environment()).isEmpty()) {
            throw EnvironmentEndpoints.missing(job.environment());
        }
        if (work.experiments().find(job.experiment(), job.version()).isEmpty()) {
            throw Refusal.notFound(Experiments.missing(job.experiment(), job.version()));
        }
    }

    private static Json.Obj details(Schedule schedule) {
        return Json.object(
                "version",
                schedule.version(),
                "experiment",
                schedule.job().experiment(),
                "environment",
                schedule.job().environment(),
                "when",
                schedule.timing().text(),
                "enabled",
                schedule.enabled());
    }

    private Reply delete(Call call) {
        Schedule ended = desk.store().change(work -> {
            Schedule schedule = find(call, work);
            Precondition.of(call).next(Optional.of(schedule.version()), "schedule '" + schedule.name() + "'");
            if (!desk.timetable().delete(schedule, call.now(), work)) {
                throw Refusal.changedMeanwhile(
                        "schedule '" + schedule.name() + "' was written by somebody else just now; GET it again");
            }
            work.audit()
                    .append(
                            call.now(),
                            call.caller(),
                            "schedule.delete",
                            "schedule/" + schedule.name(),
                            Json.object("version", schedule.version()));
            return schedule;
        });
        return Reply.ok(ScheduleAnswers.of(ended, call.now()));
    }

    private Reply starts(Call call) {
        Optional<Long> before = call.asked("after").map(ScheduleEndpoints::cursor);
        var page = desk.store().read(work -> {
            Schedule schedule = find(call, work);
            Extent environment = Extent.of(schedule.job().environment());
            return work.starts().page(schedule.name(), environment, before, call.limit());
        });
        return Reply.ok(Answers.page(page, ScheduleAnswers::of));
    }

    private static long cursor(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw Refusal.badRequest("'" + text + "' is no cursor; take the one that a page gives as 'next'");
        }
    }

    private static Reply tagged(int status, Schedule schedule, Call call) {
        return Reply.json(status, ScheduleAnswers.of(schedule, call.now()))
                .with("ETag", Precondition.etag(schedule.version()));
    }
}
