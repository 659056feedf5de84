package dev.shakeout.report;

import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;

import dev.shakeout.model.Span;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.review.Review;
import dev.shakeout.report.review.Review.Recoveries;
import dev.shakeout.report.review.Review.Weakness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A review for people: one HTML file that needs nothing else, or lines. */
public final class ReviewPage {
    private static final List<String> TIMES =
            List.of("Experiment", "Service", "Faults felt", "Median", "p95", "Worst", "Not recovered");

    private ReviewPage() {}

    public static String of(Review review) {
        return Page.write(
                title(review),
                tag(
                        "article",
                        tag(
                                "header",
                                style("index"),
                                tag("h1", text(title(review))),
                                Page.paragraph("lead", text(verdicts(review)))),
                        Page.section("recovery", "How fast services came back", recoveries(review)),
                        Page.section("opened", "Findings opened", findings(review.opened())),
                        Page.section("closed", "Findings closed", findings(review.closed()))));
    }

    private static String title(Review review) {
        return "Review of " + review.from() + " to " + review.to()
                + review.environment().map(name -> ", " + name).orElse("");
    }

    private static String verdicts(Review review) {
        if (review.runs() == 0) {
            return "no run ended in this time";
        }
        String each = review.verdicts().entrySet().stream()
                .sorted((a, b) -> worse(a.getKey(), b.getKey()))
                .map(entry -> entry.getValue() + " " + entry.getKey().word())
                .collect(Collectors.joining(", "));
        return Words.count(review.runs(), "run") + ": " + each
                + (review.without() == 0 ? "" : (each.isEmpty() ? "" : ", ") + review.without() + " without a verdict")
                + (review.unread() == 0
                        ? ""
                        : "; " + Words.count(review.unread(), "journal")
                                + " could not be read, and what they say of recovery is missing");
    }

    private static int worse(Verdict a, Verdict b) {
        return a == b ? 0 : a.and(b) == a ? -1 : 1;
    }

    private static Markup recoveries(Review review) {
        return review.recoveries().isEmpty()
                ? Page.paragraph("quiet", text("No fault took a service out of its limits."))
                : group(
                        Page.table(
                                "From the end of a fault to the last second outside the limits",
                                TIMES,
                                review.recoveries().stream()
                                        .map(ReviewPage::row)
                                        .toList()),
                        Page.paragraph(
                                "quiet",
                                text(
                                        "“–” in all three: it never came back within a run, or there is nothing to tell.")));
    }

    private static List<Markup> row(Recoveries each) {
        return List.of(
                outside(each.experiment()),
                outside(each.service()),
                text(Integer.toString(each.faults())),
                text(time(each, Review.Times::median)),
                text(time(each, Review.Times::p95)),
                text(time(each, Review.Times::worst)),
                text(Integer.toString(each.lasting())));
    }

    private static String time(Recoveries each, Function<Review.Times, Duration> which) {
        Optional<Duration> time = each.times().map(which);
        return time.map(found -> found.isZero() ? "while it was on" : Span.words(found))
                .orElse("–");
    }

    private static Markup findings(List<Weakness> findings) {
        return findings.isEmpty()
                ? Page.paragraph("quiet", text("None."))
                : Page.table(
                        "The longest known first",
                        List.of("Finding", "Experiment", "Environment", "Now"),
                        findings.stream()
                                .map(each -> List.of(
                                        outside(each.title()),
                                        outside(each.experiment()),
                                        outside(each.environment()),
                                        text(each.status())))
                                .toList());
    }

    /** The same in lines. */
    public static List<String> lines(Review review) {
        var lines = new ArrayList<String>();
        lines.add(title(review) + ": " + verdicts(review));
        review.recoveries()
                .forEach(each -> lines.add("recovery %s of '%s': median %s, p95 %s, worst %s; %d of %d not recovered"
                        .formatted(
                                each.service(),
                                each.experiment(),
                                time(each, Review.Times::median),
                                time(each, Review.Times::p95),
                                time(each, Review.Times::worst),
                                each.lasting(),
                                each.faults())));
        review.opened().forEach(each -> lines.add("opened   " + words(each)));
        review.closed().forEach(each -> lines.add("closed   " + words(each)));
        return lines;
    }

    private static String words(Weakness each) {
        return "%s (%s in %s), %s".formatted(each.title(), each.experiment(), each.environment(), each.status());
    }
}
