package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.review.Review;
import dev.shakeout.report.review.Review.Weakness;
import dev.shakeout.report.review.ReviewTally;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What many runs have shown together. */
class ReviewTest {
    private static final LocalDate FROM = LocalDate.parse("2026-07-01");
    private static final LocalDate TO = LocalDate.parse("2026-09-30");
    private static final Weakness SLOW = new Weakness("auth", "staging", "'orders' <does not> hold", "verified");

    /** A fault that the probe felt, and how long after it; -1 for one that it had not come back from. */
    private static Journal felt(String title, int... seconds) {
        var journals = new Journals();
        journals.title = title;
        for (int each : seconds) {
            journals.recoveries.add(new Recovery(
                    "i1",
                    "orders",
                    Journals.at(1),
                    Journals.at(2),
                    Optional.of(Duration.ofMillis(300)),
                    each < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(each))));
        }
        return journals.build();
    }

    private static Review review(ReviewTally tally) {
        return tally.review(FROM, TO, Optional.of("staging"), List.of(SLOW), List.of());
    }

    @Test
    void timesAreByTheNearestRankAndWhatNeverCameBackIsCounted() {
        var tally = new ReviewTally();
        for (int i = 20; i >= 1; i--) {
            tally.add(Optional.of(Verdict.PASSED));
            tally.recoveries(felt("auth", i));
        }
        tally.recoveries(felt("auth", -1));
        tally.recoveries(felt("data", -1, -1));

        var recoveries = review(tally).recoveries();
        assertThat(recoveries).hasSize(2);
        assertThat(recoveries.getFirst())
                .isEqualTo(new Review.Recoveries(
                        "auth",
                        "orders",
                        21,
                        1,
                        Optional.of(new Review.Times(
                                Duration.ofSeconds(10), Duration.ofSeconds(19), Duration.ofSeconds(20)))));
        assertThat(recoveries.getLast()).isEqualTo(new Review.Recoveries("data", "orders", 2, 2, Optional.empty()));
    }

    @Test
    void aServiceIsNamedWhereAFaultHitOne() {
        assertThat(killed("fks_auth")).isEqualTo("fks_auth");
        assertThat(killed("fks_auth", "fks_data")).as("the probe that noticed").isEqualTo("orders");
        assertThat(killed()).isEqualTo("orders");
    }

    /** What the recovery from a fault is put down to that hit these. */
    private static String killed(String... services) {
        Journal kill = Runs.kill();
        var journals = new Journals();
        journals.injections.addAll(kill.injections());
        journals.recoveries.addAll(kill.recoveries());
        journals.radii.add(new Plan.BlastRadius(
                "kill one fks_auth",
                "process",
                1,
                2,
                Stream.of(services)
                        .map(name -> new Plan.Service("process", name, 1, 2))
                        .toList(),
                List.of()));
        var tally = new ReviewTally();
        tally.recoveries(journals.build());
        return review(tally).recoveries().getFirst().service();
    }

    @Test
    void itReadsBackAsItWasWritten() {
        var tally = new ReviewTally();
        tally.add(Optional.of(Verdict.DEVIATED));
        tally.add(Optional.empty());
        tally.unread();
        tally.recoveries(felt("auth", 0, 3, -1));
        Review review = review(tally);
        assertThat(ReviewJson.read(ReviewJson.of(review))).isEqualTo(review);
        assertThat(review.runs()).isEqualTo(2);
        assertThatThrownBy(() -> ReviewJson.read(Json.Obj.EMPTY)).isInstanceOf(BadValue.class);
    }

    @Test
    void aPageSaysItAll() {
        var tally = new ReviewTally();
        tally.add(Optional.of(Verdict.PASSED));
        tally.add(Optional.of(Verdict.UNSAFE));
        tally.unread();
        tally.recoveries(felt("auth", 0, 0, 4));
        var page = Xml.parse(ReviewPage.of(review(tally)));
        String words = Xml.words(Xml.all(page, "main").getFirst());
        assertThat(words)
                .contains(
                        "Review of 2026-07-01 to 2026-09-30, staging",
                        "2 runs: 1 unsafe, 1 passed; 1 journal could not be read",
                        "'orders' <does not> hold",
                        "while it was on");
        assertThat(ReviewPage.lines(review(tally)))
                .contains("recovery orders of 'auth': median while it was on, p95 4 s, worst 4 s; 0 of 3 not recovered")
                .contains("opened   'orders' <does not> hold (auth in staging), verified");
        assertThat(ReviewPage.lines(review(new ReviewTally())))
                .first()
                .asString()
                .endsWith("no run ended in this time");
    }
}
