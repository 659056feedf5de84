package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.shakeout.server.schedule.Blackout;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.schedule.ScheduledStart.Outcome;
import dev.shakeout.server.schedule.Timing;
import dev.shakeout.server.store.AuditEntry;
import dev.shakeout.server.store.Databases;
import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.StoredMessage;
import dev.shakeout.server.store.StoredRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of starts that are due, on either database, with a clock that stands still. */
class DueStartsTest {
    private static final Instant ONE = Instant.parse("2026-12-01T13:00:00Z");

    private Optional<Rota> opened = Optional.empty();

    private Rota rota(Databases kind) throws IOException {
        opened = Optional.of(new Rota(kind.url(), "here").filled());
        return opened.get();
    }

    @AfterEach
    void close() throws IOException {
        if (opened.isPresent()) {
            opened.get().close();
            assertThat(opened.get().troubles).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDueStartIsMadeOnceHoweverOftenItRings(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly());
        assertThat(rota.ring()).as("not yet").contains(ONE);
        assertThat(rota.made()).isEmpty();

        rota.at("2026-12-01T13:00:01Z");
        assertThat(rota.ring()).contains(ONE.plusSeconds(3600));
        assertThat(rota.ring()).contains(ONE.plusSeconds(3600));

        assertThat(rota.made()).hasSize(1);
        ScheduledStart made = rota.made().getFirst();
        StoredRun run = rota.run(made);
        assertThat(made)
                .isEqualTo(new ScheduledStart(
                        "weekly", "staging", ONE, rota.now(), Outcome.STARTED, "", Optional.of(run.id())));
        assertThat(run.labels()).isEqualTo(Map.of("schedule", "weekly", "team", "payments"));
        assertThat(run.requestedBy()).isEqualTo(Rota.AUTHOR);
        assertThat(run.version()).isEqualTo(1);
        assertThat(audited(rota, "run.start"))
                .extracting(AuditEntry::actor, AuditEntry::subject)
                .containsExactly(tuple("schedule/weekly", "run/" + run.id()));
    }

    @ParameterizedTest
    @EnumSource
    void aRunOfAScheduleWaitsForThoseWhoAreToldBefore(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.announces(Duration.ofMinutes(10));
        rota.write(Rota.hourly());
        rota.at("2026-12-01T13:00:01Z").ring();
        StoredRun run = rota.run(rota.made().getFirst());
        assertThat(run.state()).isEqualTo(StoredRun.State.WAITING);
        assertThat(run.reasons())
                .containsExactly("it is announced, and begins at 2026-12-01T13:10:01Z at the earliest");
        List<StoredMessage> told = rota.store.read(work -> work.messages().announcements(run.id()));
        assertThat(told)
                .extracting(message -> message.notice().fact("begins-at"))
                .containsExactly("2026-12-01T13:10:01Z");
    }

    private static List<AuditEntry> audited(Rota rota, String action) {
        return rota.store.read(work -> work.audit().after(0, 1_000)).stream()
                .filter(entry -> entry.action().equals(action))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHaltedStartsNothingAndTheRecordSaysWhy(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly());
        rota.store.change(work -> work.halts().add(new Halt(Optional.empty(), "it burns", Rota.AUTHOR, ONE)));
        rota.at("2026-12-01T13:00:01Z").ring();
        assertThat(rota.made()).extracting(ScheduledStart::outcome).containsExactly(Outcome.REFUSED);
        assertThat(rota.made().getFirst().reason())
                .startsWith("everything was halted by")
                .contains("it burns");
        assertThat(audited(rota, "run.start")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theVersionThatIsNewestWhenItIsDueIsRunUnlessOneIsNamed(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly());
        rota.store.change(work -> work.experiments().replace(Rota.experiment(2)));
        rota.at("2026-12-01T13:00:00Z").ring();
        assertThat(rota.run(rota.made().getFirst()).version()).isEqualTo(2);

        Schedule before = rota.planned().schedule();
        var job = new Schedule.Job("slow", Optional.of(1L), "staging", Map.of());
        rota.write(new Schedule("weekly", 2, job, before.timing(), allowing(before), true, Rota.AUTHOR, rota.now()));
        rota.at("2026-12-01T14:00:00Z").ring();
        assertThat(rota.run(rota.made().getFirst()).version()).isEqualTo(1);
    }

    private static Schedule.Rules allowing(Schedule schedule) {
        return new Schedule.Rules(
                Concurrency.ALLOW,
                schedule.rules().missed(),
                schedule.rules().jitter(),
                schedule.rules().blackouts());
    }

    @ParameterizedTest
    @EnumSource
    void forbidSkipsWhileOneIsUnderWay(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly());
        rota.elsewhere("r1", Rota.NOON);

        rota.at("2026-12-01T13:00:00Z").ring();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(rota.made().getFirst().reason()).isEqualTo("run r1 of this schedule is under way");

        rota.end("r1");
        rota.at("2026-12-01T14:00:00Z").ring();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.STARTED);
    }

    @ParameterizedTest
    @EnumSource
    void allowStartsBesideIt(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly(Concurrency.ALLOW, new Missed.Skip(), Duration.ZERO));
        rota.elsewhere("r1", Rota.NOON);
        rota.at("2026-12-01T13:00:00Z").ring();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.STARTED);
        assertThat(rota.store.read(work -> work.runs().find("r1")).orElseThrow().halt())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void replaceHaltsItAndStartsWhenItHasEnded(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly(Concurrency.REPLACE, new Missed.Skip(), Duration.ZERO));
        rota.elsewhere("r1", Rota.NOON);

        rota.at("2026-12-01T13:00:00Z");
        assertThat(rota.ring()).contains(ONE.plusSeconds(1));
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.WAITING);
        assertThat(rota.store.read(work -> work.runs().find("r1")).orElseThrow().halt())
                .isTrue();
        assertThat(audited(rota, "run.halt")).hasSize(1);

        rota.at("2026-12-01T13:00:01Z");
        assertThat(rota.ring()).as("it has not ended").contains(ONE.plusSeconds(2));
        rota.end("r1");
        rota.at("2026-12-01T13:00:02Z");
        assertThat(rota.ring()).contains(ONE.plusSeconds(3600));

        ScheduledStart made = rota.made().getFirst();
        assertThat(made.outcome()).isEqualTo(Outcome.STARTED);
        assertThat(made.due()).isEqualTo(ONE);
        assertThat(made.reason()).contains("replaces run r1");
        assertThat(rota.run(made).requestedAt()).isEqualTo(rota.now());
    }

    @ParameterizedTest
    @EnumSource
    void whatStillWaitsWhenTheNextIsDueGivesWay(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly(Concurrency.REPLACE, new Missed.Skip(), Duration.ZERO));
        rota.elsewhere("r1", Rota.NOON);
        rota.at("2026-12-01T13:00:00Z").ring();
        rota.at("2026-12-01T14:00:00Z").ring();
        assertThat(rota.made())
                .extracting(ScheduledStart::outcome)
                .containsExactly(Outcome.WAITING, Outcome.SKIPPED, Outcome.STARTED);
        assertThat(rota.made().get(1).reason()).contains("had not ended when the next start was due");
        assertThat(audited(rota, "run.halt")).as("once is enough").hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatWaitsIsGivenUpWhenTheScheduleIsChangedOrDeleted(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly(Concurrency.REPLACE, new Missed.Skip(), Duration.ZERO));
        rota.elsewhere("r1", Rota.NOON);
        rota.at("2026-12-01T13:00:00Z").ring();
        String timer = rota.planned().timer();

        assertThat(rota.delete()).isTrue();
        rota.end("r1");
        rota.at("2026-12-01T13:00:01Z");
        assertThat(rota.due.of(timer)).as("it does not ring again").isEmpty();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(rota.made().getFirst().reason()).contains("deleted");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasMissedIsSkippedAndCounted(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly());
        rota.at("2026-12-01T16:30:00Z");
        assertThat(rota.ring()).contains(Instant.parse("2026-12-01T17:00:00Z"));
        assertThat(rota.made()).extracting(ScheduledStart::outcome).containsExactly(Outcome.SKIPPED, Outcome.SKIPPED);
        assertThat(rota.made().get(0).due()).isEqualTo(Instant.parse("2026-12-01T16:00:00Z"));
        assertThat(rota.made().get(0).reason()).isEqualTo("missed by 30 m 0 s: no server was at work");
        assertThat(rota.made().get(1).due()).isEqualTo(ONE);
        assertThat(rota.made().get(1).reason())
                .isEqualTo("missed: no server was at work; so were 2 more, until 2026-12-01T15:00:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatWasMissedIsMadeUpForUnlessItIsTooLate(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly(Concurrency.ALLOW, new Missed.Once(Duration.ofMinutes(20)), Duration.ZERO));
        rota.at("2026-12-01T13:20:00Z").ring();
        assertThat(rota.made()).hasSize(1);
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.STARTED);
        assertThat(rota.made().getFirst().reason()).isEqualTo("missed by 20 m 0 s: no server was at work");

        rota.at("2026-12-01T14:20:01Z").ring();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.SKIPPED);
        rota.at("2026-12-03T09:10:00Z").ring();
        assertThat(rota.made()).as("one, however many were missed").hasSize(4);
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.STARTED);
    }

    @ParameterizedTest
    @EnumSource
    void aMomentLateIsInTime(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly());
        rota.at("2026-12-01T13:00:59Z").ring();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.STARTED);
    }

    @ParameterizedTest
    @EnumSource
    void onADayOfABlackoutNothingIsStarted(Databases kind) throws IOException {
        Rota rota = rota(kind);
        var day = LocalDate.parse("2026-12-02");
        rota.write(Rota.hourly(
                Concurrency.FORBID, new Missed.Skip(), Duration.ZERO, new Blackout(day, day, "peak season")));
        rota.at("2026-12-01T23:59:00Z").ring();
        rota.at("2026-12-02T00:00:00Z").ring();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(rota.made().getFirst().reason()).isEqualTo("blackout: peak season");
        rota.at("2026-12-02T23:59:59Z").ring();
        rota.at("2026-12-03T00:00:00Z").ring();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.STARTED);
    }

    @ParameterizedTest
    @EnumSource
    void jitterPutsItOffAndIsNoLateness(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly(Concurrency.FORBID, new Missed.Skip(), Duration.ofMinutes(50)));
        Instant planned = rota.planned().at();
        assertThat(rota.planned().due()).isEqualTo(ONE);
        assertThat(planned).isAfter(ONE.plus(DueStarts.GRACE));

        rota.at(planned.minusMillis(1).toString());
        assertThat(rota.ring()).contains(planned);
        assertThat(rota.made()).isEmpty();
        rota.at(planned.toString()).ring();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.STARTED);
        assertThat(rota.made().getFirst().reason()).isEmpty();
        assertThat(rota.planned().due()).isEqualTo(ONE.plusSeconds(3600));
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatIsGoodForNothingStartsNothing(Databases kind) throws IOException {
        Rota rota = rota(kind);
        rota.write(Rota.hourly());
        rota.store.change(work -> work.tokens().revoke(Rota.AUTHOR, Rota.NOON));
        rota.at("2026-12-01T13:00:00Z").ring();
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(rota.made().getFirst().reason())
                .startsWith("token 'drills', which wrote this schedule, is good for nothing: it was revoked at");
        assertThat(rota.made().getFirst().run()).isEmpty();
        assertThat(audited(rota, "run.start")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeStartedIsRefusedAndTheNextIsPlanned(Databases kind) throws IOException {
        Rota rota = rota(kind);
        Schedule hourly = Rota.hourly();
        var job = new Schedule.Job("slow", Optional.of(7L), "staging", Map.of());
        rota.write(new Schedule("weekly", 1, job, hourly.timing(), hourly.rules(), true, Rota.AUTHOR, Rota.NOON));
        rota.at("2026-12-01T13:00:00Z");
        assertThat(rota.ring()).contains(ONE.plusSeconds(3600));
        assertThat(rota.made().getFirst().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(rota.made().getFirst().reason()).contains("no experiment 'slow' with version 7");
    }

    @ParameterizedTest
    @EnumSource
    void theTimerOfAFormerVersionRingsInVain(Databases kind) throws IOException {
        Rota rota = rota(kind);
        String former = rota.write(Rota.hourly());
        Schedule hourly = Rota.hourly();
        rota.at("2026-12-01T12:30:00Z");
        String timer = rota.write(new Schedule(
                "weekly", 2, hourly.job(), Timing.of("@daily", "UTC"), hourly.rules(), true, Rota.AUTHOR, rota.now()));
        rota.at("2026-12-01T13:00:00Z");
        assertThat(rota.due.of(former)).isEmpty();
        assertThat(rota.made()).isEmpty();
        assertThat(rota.due.of(timer)).contains(Instant.parse("2026-12-02T00:00:00Z"));

        rota.write(new Schedule(
                "weekly", 3, hourly.job(), hourly.timing(), hourly.rules(), false, Rota.AUTHOR, rota.now()));
        rota.at("2026-12-01T14:00:00Z");
        assertThat(rota.ring()).as("it is not enabled").isEmpty();
        assertThat(rota.made()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aChangeBetweenWhatIsDueAndItsJitterLosesNothingUntold(Databases kind) throws IOException {
        Rota rota = rota(kind);
        Schedule first = Rota.hourly(Concurrency.FORBID, new Missed.Skip(), Duration.ofMinutes(50));
        rota.write(first);
        Instant planned = rota.planned().at();
        rota.at(planned.minusSeconds(1).toString());

        var job = new Schedule.Job("slow", Optional.of(1L), "staging", Map.of());
        rota.write(new Schedule("weekly", 2, job, first.timing(), first.rules(), true, Rota.AUTHOR, rota.now()));
        assertThat(rota.planned().at()).as("the times are the same").isEqualTo(planned);
        assertThat(rota.made()).isEmpty();

        rota.write(new Schedule(
                "weekly", 3, job, Timing.of("@daily", "UTC"), first.rules(), true, Rota.AUTHOR, rota.now()));
        assertThat(rota.made().getFirst().due()).isEqualTo(ONE);
        assertThat(rota.made().getFirst().reason()).contains("was changed before it was made");
    }
}
