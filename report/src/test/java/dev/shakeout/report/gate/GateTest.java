package dev.shakeout.report.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Question QUESTION = new Question(
            Optional.of("fks_api"), Optional.of("staging"), Optional.empty(), Duration.ofDays(7), List.of(), NOW);
    private static final Finding SLOW =
            new Finding("Orders are slow", "orders are served", "p95 400 ms", NOW, List.of(), List.of());

    @Test
    void a_run_that_passed_lately_opens_it() {
        var answer = Gate.ask(QUESTION, List.of(run("delay", Verdict.PASSED, 3)));
        assertThat(answer.open()).isTrue();
        assertThat(answer.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.words()).isEqualTo("'delay' passed 3 days ago");
            assertThat(reason.source()).contains("delay-3.json");
        });
    }

    @Test
    void a_run_that_was_narrowed_and_passed_shows_nothing_of_the_whole() {
        var narrowed = new Evidence(
                "narrow.json",
                "delay",
                Verdict.PASSED,
                "",
                false,
                NOW,
                NOW,
                Set.of("fks_api"),
                Map.of("environment", "staging", "at-most", "5%"),
                List.of());
        var answer = Gate.ask(QUESTION, List.of(narrowed));
        assertThat(answer.open()).isFalse();
        assertThat(answer.reasons().getFirst().words())
                .endsWith("'delay' passed when it was narrowed to at most 5% of its targets");
        assertThat(Gate.ask(QUESTION, List.of(run("delay", Verdict.PASSED, 3), narrowed))
                        .open())
                .isTrue();
    }

    private static Evidence deviated(boolean tried, boolean explained, Acceptance acceptance) {
        return new Evidence(
                "delay.json",
                "delay",
                Verdict.DEVIATED,
                "because",
                tried,
                NOW.minusSeconds(60),
                NOW.minusSeconds(30),
                Set.of("fks_api"),
                Map.of("environment", "staging"),
                List.of(SLOW),
                explained,
                Map.of(SLOW, acceptance));
    }

    @Test
    void what_is_accepted_for_a_while_keeps_it_open_so_long() {
        var later = new Acceptance(NOW.plusSeconds(1), "one release");
        var answer = Gate.ask(QUESTION, List.of(deviated(true, true, later)));
        assertThat(answer.open()).isTrue();
        assertThat(answer.reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.words())
                        .isEqualTo("Orders are slow (orders are served: p95 400 ms) is accepted until " + later.until()
                                + ": one release"));

        assertThat(kinds(Gate.ask(QUESTION, List.of(deviated(true, true, new Acceptance(NOW, "over"))))))
                .containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.FINDING);
        assertThat(kinds(Gate.ask(QUESTION, List.of(deviated(true, false, later)))))
                .as("it deviated for something else too")
                .containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.ACCEPTED);
        assertThat(kinds(Gate.ask(QUESTION, List.of(deviated(false, true, later)))))
                .as("it was narrowed, and shows nothing of the whole")
                .containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.ACCEPTED);
    }

    @Test
    void nothing_on_record_keeps_it_closed() {
        assertThat(kinds(Gate.ask(QUESTION, List.of()))).containsExactly(Reason.Kind.NO_RUN);
    }

    @Test
    void runs_of_other_services_environments_and_versions_do_not_count_and_are_told() {
        var elsewhere = new Evidence(
                "x.json",
                "delay",
                Verdict.PASSED,
                "",
                true,
                NOW,
                NOW,
                Set.of("fks_api"),
                Map.of("environment", "production"),
                List.of());
        var other = new Evidence(
                "y.json",
                "delay",
                Verdict.PASSED,
                "",
                true,
                NOW,
                NOW,
                Set.of("fks_auth"),
                Map.of("environment", "staging"),
                List.of());
        var answer = Gate.ask(QUESTION, List.of(elsewhere, other));
        assertThat(kinds(answer)).containsExactly(Reason.Kind.NO_RUN);
        assertThat(answer.reasons().getFirst().words()).contains("of 2 runs 1 is about this service");
        var version = new Question(
                QUESTION.service(), QUESTION.environment(), Optional.of("2"), QUESTION.maxAge(), List.of(), NOW);
        assertThat(Gate.ask(version, List.of(run("delay", Verdict.PASSED, 1))).open())
                .isFalse();
    }

    @Test
    void a_run_that_is_too_old_does_not_speak_for_the_system() {
        assertThat(kinds(Gate.ask(QUESTION, List.of(run("delay", Verdict.PASSED, 8)))))
                .containsExactly(Reason.Kind.STALE);
        assertThat(Gate.ask(QUESTION, List.of(run("delay", Verdict.PASSED, 7))).open())
                .isTrue();
    }

    @Test
    void an_earlier_pass_does_not_outweigh_a_later_failure() {
        var answer =
                Gate.ask(QUESTION, List.of(run("delay", Verdict.DEVIATED, 1, SLOW), run("delay", Verdict.PASSED, 2)));
        assertThat(kinds(answer)).containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.FINDING);
        assertThat(answer.reasons().get(1).words()).isEqualTo("Orders are slow (orders are served: p95 400 ms)");
    }

    @Test
    void a_later_pass_shows_that_it_is_mended() {
        var answer =
                Gate.ask(QUESTION, List.of(run("delay", Verdict.PASSED, 1), run("delay", Verdict.DEVIATED, 2, SLOW)));
        assertThat(answer.open()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"ABORTED", "REFUSED"})
    void a_run_that_showed_nothing_is_passed_over(Verdict nothing) {
        assertThat(Gate.ask(QUESTION, List.of(run("delay", nothing, 1), run("delay", Verdict.PASSED, 2)))
                        .open())
                .isTrue();
        assertThat(Gate.ask(QUESTION, List.of(run("delay", nothing, 1))).open()).isFalse();
    }

    @Test
    void a_run_that_tried_nothing_does_not_open_it_and_outweighs_no_other_one() {
        Evidence idle = run("delay", Verdict.PASSED, false, 1);
        var question = new Question(
                QUESTION.service(), QUESTION.environment(), Optional.empty(), QUESTION.maxAge(), List.of("delay"), NOW);
        for (Question each : List.of(QUESTION, question)) {
            Answer answer = Gate.ask(each, List.of(idle));
            assertThat(kinds(answer)).containsExactly(Reason.Kind.NO_RUN);
            assertThat(answer.reasons().getFirst().words())
                    .endsWith("'delay' passed without doing anything to the system, or without watching it meanwhile");
        }
        assertThat(kinds(Gate.ask(QUESTION, List.of(idle, run("delay", Verdict.DEVIATED, 2)))))
                .containsExactly(Reason.Kind.NOT_PASSED);
        assertThat(Gate.ask(QUESTION, List.of(idle, run("delay", Verdict.PASSED, 2)))
                        .open())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"PASSED", "ABORTED", "REFUSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void every_other_verdict_closes_it(Verdict bad) {
        var answer = Gate.ask(QUESTION, List.of(run("kill", Verdict.PASSED, 1), run("delay", bad, 1)));
        assertThat(kinds(answer)).containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.PASSED);
    }

    @Test
    void what_is_required_must_have_passed() {
        var question = new Question(
                QUESTION.service(),
                QUESTION.environment(),
                Optional.empty(),
                QUESTION.maxAge(),
                List.of("The link * is slow", "pod (kill)*"),
                NOW);
        var answer = Gate.ask(question, List.of(run("the link to fks_execution is slow", Verdict.PASSED, 1)));
        assertThat(kinds(answer)).containsExactly(Reason.Kind.NO_RUN, Reason.Kind.PASSED);
        assertThat(answer.reasons().getFirst().words()).contains("'pod (kill)*' is required");
    }

    private static List<Reason.Kind> kinds(Answer answer) {
        return answer.reasons().stream().map(Reason::kind).toList();
    }

    private static Evidence run(String title, Verdict verdict, int daysAgo, Finding... findings) {
        return run(title, verdict, true, daysAgo, findings);
    }

    private static Evidence run(String title, Verdict verdict, boolean tried, int daysAgo, Finding... findings) {
        Instant end = NOW.minus(Duration.ofDays(daysAgo));
        return new Evidence(
                title + "-" + daysAgo + ".json",
                title,
                verdict,
                "because",
                tried,
                end.minusSeconds(60),
                end,
                Set.of("fks_api"),
                Map.of("environment", "staging", "version", "1"),
                Arrays.asList(findings));
    }
}
