package dev.shakeout.server.run;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Actor;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.schedule.Blackout;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.schedule.Timing;
import dev.shakeout.server.store.Clockwork;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.Planned;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A server's schedules with a clock that stands still, unless it is told to go, and runs that are played: the command that is started ends at once. */
final class Rota implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    static final String AUTHOR = "author";
    private static final Clockwork.Pace QUICK = new Clockwork.Pace(Duration.ofMillis(50), Duration.ofMillis(200));

    final Store store;
    final List<String> troubles = new ArrayList<>();
    final Conductor conductor;
    final Starts starts;
    final DueStarts due;
    private final Path folder;
    final Workshop workshop;
    private final Timetable timetable;
    private volatile Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);

    private static final int MOST_AT_ONCE = 8;

    private static final Workshop.Doors NO_DOORS = (_, _) -> Workshop.NO_WAY;

    /** @param url of a database, that may have been used by another one */
    Rota(String url, String server) throws IOException {
        this(url, server, "exit 0");
    }

    /** @param played what a run does, for a shell */
    Rota(String url, String server, String played) throws IOException {
        this(url, server, played, MOST_AT_ONCE);
    }

    /** @param mostAtOnce how many runs go on at once */
    Rota(String url, String server, String played, int mostAtOnce) throws IOException {
        folder = Files.createTempDirectory("shakeout-rota-");
        store = Store.open(url);
        workshop = new Workshop(
                store,
                Machine.local(),
                server,
                folder,
                List.of("sh", "-c", played),
                mostAtOnce,
                NO_DOORS,
                troubles::add);
        conductor = new Conductor(workshop);
        starts = new Starts(conductor, () -> UUID.randomUUID().toString());
        timetable = new Timetable(() -> UUID.randomUUID().toString(), new Random(3));
        due = new DueStarts(store, starts, conductor, clock(), new Random(4));
    }

    /** What schedules are about: an environment, an experiment, and a token of an operator. */
    Rota filled() {
        store.change(work -> {
            work.environments().add(new Environment("staging", "", "", 1, NOON));
            work.experiments().add(experiment(1));
            work.tokens().add(token(Optional.empty()), new Secret("shakeout_of-the-author"));
            return work;
        });
        return this;
    }

    /** A run of the experiment there, asked for by the author. */
    StoredRun start() {
        var order = new Starts.Order(
                "slow",
                Optional.empty(),
                "staging",
                Optional.empty(),
                Map.of(),
                AUTHOR,
                Actor.of(AUTHOR),
                Optional.empty(),
                Instant.now());
        var fresh = (Starts.Start.Fresh) store.<Starts.Start>change(work -> starts.store(order, work));
        starts.begin(fresh);
        return fresh.run();
    }

    static ExperimentVersion experiment(long version) {
        var definition = Json.object("title", "slow", "method", Json.of(List.of()));
        return new ExperimentVersion("slow", "team", version, "slow", definition, AUTHOR, NOON);
    }

    private static Token token(Optional<Instant> end) {
        return new Token(
                AUTHOR,
                "drills",
                Role.OPERATOR,
                Optional.of("staging"),
                Optional.empty(),
                "t0",
                NOON,
                end,
                Optional.empty());
    }

    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return clock.instant();
            }
        };
    }

    Instant now() {
        return clock.instant();
    }

    /** It is then now. */
    Rota at(String moment) {
        clock = Clock.fixed(Instant.parse(moment), ZoneOffset.UTC);
        return this;
    }

    /** The clock does not stand still any more. */
    Rota ahead(Duration ofTheTimeOfDay) {
        clock = Clock.offset(Clock.systemUTC(), ofTheTimeOfDay);
        return this;
    }

    Clockwork clockwork(Clockwork.Ring ring) {
        return store.clockwork(conductor.identity(), clock(), QUICK, ring, troubles::add);
    }

    static Schedule hourly(Concurrency concurrency, Missed missed, Duration jitter, Blackout... blackouts) {
        return new Schedule(
                "weekly",
                1,
                new Schedule.Job("slow", Optional.empty(), "staging", Map.of("team", "payments")),
                Timing.of("every hour", "UTC"),
                new Schedule.Rules(concurrency, missed, jitter, List.of(blackouts)),
                true,
                AUTHOR,
                NOON);
    }

    static Schedule hourly() {
        return hourly(Concurrency.FORBID, new Missed.Skip(), Duration.ZERO);
    }

    /** @return its timer */
    String write(Schedule schedule) {
        if (!store.<Boolean>change(work -> timetable.write(schedule, work))) {
            throw new IllegalStateException("somebody was quicker");
        }
        return planned(schedule.name()).timer();
    }

    boolean delete() {
        return store.<Boolean>change(work -> timetable.delete(planned().schedule(), now(), work));
    }

    Planned planned() {
        return planned("weekly");
    }

    private Planned planned(String name) {
        return store.read(work -> work.schedules().find(name)).orElseThrow();
    }

    Optional<Instant> ring() {
        return due.of(planned().timer());
    }

    /** Latest first. */
    List<ScheduledStart> made() {
        return store.read(work -> work.starts().page("weekly", Extent.ALL, Optional.empty(), 1_000))
                .items();
    }

    /** Whatever is run in staging is announced so long before. */
    void announces(Duration lead) {
        store.change(work -> work.channels()
                .add(new Channel(
                        "ops",
                        1,
                        Optional.of("staging"),
                        "webhook",
                        Json.object("url", "http://127.0.0.1:9"),
                        "127.0.0.1",
                        "",
                        new Channel.Rules(Set.of(Occasion.BEFORE), Set.of(), lead, true, false),
                        AUTHOR,
                        NOON)));
    }

    /** A run of the schedule that another server carries out. */
    StoredRun elsewhere(String id, Instant due) {
        var run = StoredRun.waiting(
                id, "slow", 1, "staging", Optional.empty(), Map.of(), "elsewhere", AUTHOR, Optional.empty(), due);
        store.change(work -> {
            work.runs().add(run);
            work.starts()
                    .add(new ScheduledStart(
                            "weekly", "staging", due, due, ScheduledStart.Outcome.STARTED, "", Optional.of(run.id())));
            return run;
        });
        return run;
    }

    void end(String run) {
        store.change(work -> work.runs().end(run, Optional.empty(), List.of(), now()));
    }

    StoredRun run(ScheduledStart start) {
        return store.read(work -> work.runs().find(start.run().orElseThrow())).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        conductor.close();
        store.close();
        new TemporaryFolder(folder).close();
    }
}
