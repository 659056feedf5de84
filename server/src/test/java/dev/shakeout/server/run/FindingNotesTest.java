package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.report.gate.Gate;
import dev.shakeout.report.gate.Question;
import dev.shakeout.report.gate.Reason;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.store.Databases;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.KnownFinding;
import dev.shakeout.server.store.KnownFinding.Standing;
import dev.shakeout.server.store.KnownFinding.Status;
import dev.shakeout.server.store.KnownFindings;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One weakness over several runs, on either database. */
class FindingNotesTest {
    private static final Instant NOW = Instant.parse("2026-02-03T10:00:00Z");
    private static final String TITLE = "'api' does not hold while faults were on";

    private static Instant hour(int number) {
        return NOW.plus(Duration.ofHours(number));
    }

    private static Store prepared(Databases kind) {
        Store store = Store.open(kind.url());
        store.change(work -> {
            work.environments().add(new Environment("staging", "", "", 1, NOW));
            return work.experiments().add(new ExperimentVersion("slow", "team", 1, "slow", Json.Obj.EMPTY, "t", NOW));
        });
        return store;
    }

    /** A run that begins at an hour, and what it found. */
    private static void ran(
            Store store, int hour, Verdict verdict, boolean whole, boolean explained, String... titles) {
        String id = "r" + hour;
        var run = StoredRun.waiting(
                id, "slow", 1, "staging", Optional.empty(), Map.of(), "here", "t", Optional.empty(), hour(hour));
        List<Finding> findings = List.of(titles).stream()
                .map(title -> new Finding(title, "api", "p95 " + hour + " s", hour(hour), List.of(), List.of()))
                .toList();
        var evidence = new Evidence(
                "run " + id,
                "slow",
                verdict,
                "because",
                whole,
                hour(hour),
                hour(hour).plusSeconds(60),
                Set.of("api"),
                Map.of("environment", "staging"),
                findings,
                explained,
                Map.of());
        store.change(work -> {
            work.runs().add(run);
            work.evidence().add(id, evidence);
            Findings.note(run, evidence, hour(hour).plusSeconds(60), work);
            return work;
        });
    }

    private static KnownFinding only(Store store) {
        var page = store.read(work -> work.known()
                .page(new KnownFindings.Filter(Extent.ALL, Optional.empty(), Optional.empty()), Optional.empty(), 9));
        assertThat(page.items()).hasSize(1);
        return page.items().getFirst();
    }

    private static void say(Store store, Status status, Optional<Instant> until, int hour) {
        var standing = new Standing(
                status,
                "team",
                "",
                "one release",
                until,
                Optional.of("t"),
                hour(hour).plusSeconds(1800));
        String id = only(store).id();
        store.change(work -> {
            work.known().stand(id, standing);
            return work;
        });
    }

    private static List<Reason.Kind> gate(Store store, int hour) {
        var question = new Question(
                Optional.of("api"),
                Optional.of("staging"),
                Optional.empty(),
                Duration.ofDays(7),
                List.of(),
                hour(hour));
        var evidence = store.read(work -> work.evidence().of(question, Extent.ALL));
        return Gate.ask(question, evidence).reasons().stream().map(Reason::kind).toList();
    }

    @ParameterizedTest
    @EnumSource
    void itIsOneOverAllRunsAndAFixIsVerifiedOrDisproved(Databases kind) {
        try (Store store = prepared(kind)) {
            ran(store, 1, Verdict.DEVIATED, true, true, TITLE);
            ran(store, 2, Verdict.DEVIATED, true, true, TITLE);
            KnownFinding found = only(store);
            assertThat(found.times()).isEqualTo(2);
            assertThat(found.firstSeen()).isEqualTo(hour(1));
            assertThat(found.lastSeen()).isEqualTo(hour(2));
            assertThat(found.evidence()).isEqualTo("p95 2 s");

            say(store, Status.FIXED, Optional.empty(), 2);
            ran(store, 3, Verdict.PASSED, false, true);
            assertThat(only(store).verified())
                    .as("a narrowed run shows nothing")
                    .isFalse();
            ran(store, 4, Verdict.PASSED, true, true);
            assertThat(only(store).verified()).isTrue();
            assertThat(only(store).passed().orElseThrow().run()).isEqualTo("r4");

            ran(store, 5, Verdict.DEVIATED, true, true, TITLE);
            assertThat(only(store).standing().status()).isEqualTo(Status.OPEN);
            assertThat(only(store).openedAt()).isEqualTo(hour(5).plusSeconds(60));
            assertThat(only(store).passed().isPresent()).isFalse();
            assertThat(store.read(work -> work.audit().after(0, 99)).stream().map(entry -> entry.action()))
                    .contains("finding.reopen");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatBeganBeforeTheFixProvesNothing(Databases kind) {
        try (Store store = prepared(kind)) {
            ran(store, 1, Verdict.DEVIATED, true, true, TITLE);
            say(store, Status.FIXED, Optional.empty(), 5);
            ran(store, 4, Verdict.PASSED, true, true);
            assertThat(only(store).verified()).isFalse();
            assertThat(only(store).passed().isPresent()).isTrue();
            ran(store, 5, Verdict.DEVIATED, true, true, TITLE); // begun half an hour before
            assertThat(only(store).standing().status()).isEqualTo(Status.FIXED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGateLivesWithWhatIsAcceptedUntilThen(Databases kind) {
        try (Store store = prepared(kind)) {
            ran(store, 1, Verdict.DEVIATED, true, true, TITLE);
            assertThat(gate(store, 2)).containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.FINDING);
            say(store, Status.ACCEPTED, Optional.of(hour(9)), 1);
            assertThat(gate(store, 2)).containsExactly(Reason.Kind.ACCEPTED);
            assertThat(gate(store, 9)).containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.FINDING);
            assertThat(gate(store, 400)).contains(Reason.Kind.NOT_PASSED);

            say(store, Status.ACKNOWLEDGED, Optional.empty(), 1);
            assertThat(gate(store, 2)).containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.FINDING);
            say(store, Status.FIXED, Optional.empty(), 1);
            assertThat(gate(store, 2))
                    .as("a word alone mends nothing")
                    .containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.FINDING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDeviatedForMoreThanItsFindingsIsNotAccepted(Databases kind) {
        try (Store store = prepared(kind)) {
            ran(store, 1, Verdict.DEVIATED, true, false, TITLE);
            say(store, Status.ACCEPTED, Optional.of(hour(9)), 1);
            assertThat(gate(store, 2)).containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.ACCEPTED);
        }
        try (Store store = prepared(kind)) {
            ran(store, 1, Verdict.UNSAFE, true, true, TITLE);
            say(store, Status.ACCEPTED, Optional.of(hour(9)), 1);
            assertThat(gate(store, 2)).containsExactly(Reason.Kind.NOT_PASSED, Reason.Kind.ACCEPTED);
        }
    }
}
