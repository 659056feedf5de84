package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;
import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.report.ReviewJson;
import dev.shakeout.report.review.Review;
import dev.shakeout.report.review.ReviewTally;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.store.KnownFinding;
import dev.shakeout.server.store.KnownFinding.Status;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Looks back at a stretch of time. */
final class ReviewEndpoints {
    private static final Shape RECOVERIES = Shape.of(
            "Recoveries",
            required("experiment", Kind.TEXT, "Its title."),
            required(
                    "service", Kind.TEXT, "What the faults hit; where that is no one service, the probe that noticed."),
            required("faults", Kind.COUNT, "How many took it out of its limits."),
            required("not-recovered", Kind.SEQ, "From how many of these it had not come back when the run ended."),
            optional("median-seconds", Kind.NUMBER, "From the end of the fault to the last second outside the limits."),
            optional("p95-seconds", Kind.NUMBER, "The same, of 95 of 100."),
            optional("worst-seconds", Kind.NUMBER, "The same, of the slowest."));
    private static final Shape WEAKNESS = Shape.of(
            "ReviewedFinding",
            required("experiment", Kind.NAME, "Whose runs have found it."),
            required("environment", Kind.NAME, "Where."),
            required("title", Kind.TEXT, "The weakness."),
            required("status", Kind.TEXT, "What it is now."));
    private static final Shape REVIEW = Shape.of(
            "Review",
            required("from", Kind.DATE, "The first day, in UTC."),
            required("to", Kind.DATE, "The last day."),
            optional("environment", Kind.NAME, "The only one."),
            required("runs", Kind.SEQ, "How many ended then."),
            required("verdicts", Kind.OBJECT, "How many ended so, by verdict."),
            required("without-verdict", Kind.SEQ, "How many never got as far."),
            required("unread", Kind.SEQ, "How many journals cannot be read, so that their recoveries are missing."),
            required("recoveries", Kind.listOf(RECOVERIES), "By experiment and service."),
            required("opened", Kind.listOf(WEAKNESS), "Found first then, or again after they were said to be fixed."),
            required("closed", Kind.listOf(WEAKNESS), "Said to be fixed then."));

    private final Desk desk;

    private ReviewEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        return List.of(Endpoint.of(
                        "review",
                        Verb.GET,
                        Endpoints.API + "/review",
                        Role.VIEWER,
                        Scope.QUERY,
                        "Looks back: runs by verdict, findings opened and closed, and how fast services came back. All journals"
                                + " of that time are read.",
                        json(200, REVIEW),
                        new ReviewEndpoints(desk)::review)
                .query(
                        required("from", Kind.DATE, "The first day, in UTC."),
                        required("to", Kind.DATE, "The last day."),
                        optional("environment", Kind.NAME, "Only what was there.")));
    }

    private Reply review(Call call) {
        LocalDate from = day(call, "from");
        LocalDate to = day(call, "to");
        if (to.isBefore(from)) {
            throw Refusal.badRequest("'to' is before 'from'");
        }
        return Reply.ok(ReviewJson.of(desk.store().read(work -> review(from, to, call.shown(), work))));
    }

    private static LocalDate day(Call call, String parameter) {
        return call.asked(parameter)
                .map(LocalDate::parse)
                .orElseThrow(() -> Refusal.badRequest("'" + parameter + "' is missing: " + Kind.DATE.allowed()));
    }

    private static Review review(LocalDate from, LocalDate to, Extent environments, Work work) {
        Instant begin = from.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var tally = new ReviewTally();
        for (StoredRun run : work.runs().ended(begin, end, environments)) {
            tally.add(run.verdict());
            work.journals().find(run.id()).ifPresent(text -> read(run, text, tally));
        }
        List<KnownFinding> changed = work.known().changed(begin, end, environments);
        return tally.review(
                from,
                to,
                environments.only(),
                changed.stream()
                        .filter(each -> isIn(each.openedAt(), begin, end))
                        .map(ReviewEndpoints::told)
                        .toList(),
                changed.stream()
                        .filter(each -> each.standing().status() == Status.FIXED
                                && isIn(each.standing().at(), begin, end))
                        .map(ReviewEndpoints::told)
                        .toList());
    }

    private static void read(StoredRun run, String journal, ReviewTally tally) {
        try {
            tally.recoveries(JournalReader.read("the journal of run " + run.id(), journal));
        } catch (InvalidInput _) {
            tally.unread();
        }
    }

    private static boolean isIn(Instant moment, Instant begin, Instant end) {
        return !moment.isBefore(begin) && moment.isBefore(end);
    }

    private static Review.Weakness told(KnownFinding finding) {
        return new Review.Weakness(
                finding.experiment(),
                finding.environment(),
                finding.title(),
                finding.verified() ? "verified" : finding.standing().status().word());
    }
}
