package dev.shakeout.server.web;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Notice;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.notify.Secrets;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Stage;
import dev.shakeout.server.run.Timetable;
import dev.shakeout.server.schedule.Blackout;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.schedule.Timing;
import dev.shakeout.server.store.EnrolledAgent;
import dev.shakeout.server.store.Enrolment;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.GivenApproval;
import dev.shakeout.server.store.KnownFinding;
import dev.shakeout.server.store.RunEvent;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredMessage;
import dev.shakeout.server.store.StoredRun;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes what is in the store of a {@link Site}.
 *
 * @param secrets for what is kept encrypted
 */
record Fixtures(Store store, Secrets secrets, SecureRandom random) {
    void fill() {
        Instant now = Instant.now();
        store.change(work -> {
            work.environments().add(new Environment(Site.STAGING, "for tries", "", 1, now));
            work.environments().add(new Environment(Site.PRODUCTION, "", "", 1, now));
            var definition = Json.object("title", "slow", "method", Json.of(List.of()));
            work.experiments().add(new ExperimentVersion(Site.EXPERIMENT, "team", 1, "slow", definition, "t", now));
            work.runs()
                    .add(StoredRun.waiting(
                            Site.RUN,
                            Site.EXPERIMENT,
                            1,
                            Site.STAGING,
                            Optional.empty(),
                            Map.of("version", "1.2"),
                            "here",
                            "t",
                            Optional.empty(),
                            now));
            work.events()
                    .add(Site.RUN, List.of(new RunEvent(1, now, "info", "one"), new RunEvent(2, now, "info", "two")));
            work.journals().add(Site.RUN, "{}");
            return work.runs().end(Site.RUN, Optional.of(Verdict.PASSED), List.of("all well"), now);
        });
    }

    /** A new one in staging that waits for approvals. */
    String pending(String requestedBy) {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        store.change(work -> work.runs()
                .add(StoredRun.waiting(
                                id,
                                Site.EXPERIMENT,
                                1,
                                Site.STAGING,
                                Optional.empty(),
                                Map.of(),
                                "",
                                requestedBy,
                                Optional.empty(),
                                now)
                        .pending(new StoredRun.Awaited("two people", now.plus(Duration.ofHours(1))))));
        return id;
    }

    /** A new one that nothing names. */
    String experiment() {
        String name = UUID.randomUUID().toString();
        var definition = Json.object("title", name, "method", Json.of(List.of()));
        store.change(work ->
                work.experiments().add(new ExperimentVersion(name, "team", 1, name, definition, "t", Instant.now())));
        return name;
    }

    /** A new one in staging. */
    String finding() {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        store.change(work -> {
            work.known()
                    .add(new KnownFinding(
                            id,
                            Site.EXPERIMENT,
                            Site.STAGING,
                            "title " + id,
                            "api",
                            "p95 3 s",
                            now,
                            now,
                            Site.RUN,
                            1,
                            now,
                            new KnownFinding.Standing(
                                    KnownFinding.Status.OPEN, "", "", "", Optional.empty(), Optional.empty(), now),
                            Optional.empty()));
            return id;
        });
        return id;
    }

    /** One that was given ahead of time, by whoever. */
    String approval() {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        store.change(work -> {
            work.approvals()
                    .add(new GivenApproval(
                            id,
                            Site.EXPERIMENT,
                            1,
                            "0a",
                            Site.STAGING,
                            Optional.empty(),
                            "t",
                            now,
                            Optional.of(now.plus(Duration.ofHours(1))),
                            Optional.empty(),
                            Optional.empty()));
            return id;
        });
        return id;
    }

    /** A new one in staging, with a start that was skipped. */
    String schedule() {
        String name = UUID.randomUUID().toString();
        Instant now = Instant.now();
        var schedule = new Schedule(
                name,
                1,
                new Schedule.Job(Site.EXPERIMENT, Optional.of(1L), Site.STAGING, Map.of("team", "payments")),
                Timing.of("every Tuesday at 10:00", "Europe/Berlin"),
                new Schedule.Rules(
                        Concurrency.REPLACE,
                        new Missed.Once(Duration.ofHours(2)),
                        Duration.ofMinutes(5),
                        List.of(new Blackout(
                                LocalDate.parse("2026-12-24"), LocalDate.parse("2026-12-26"), "Christmas"))),
                true,
                "t",
                now);
        store.change(work -> {
            new Timetable(() -> UUID.randomUUID().toString(), random).write(schedule, work);
            work.starts()
                    .add(new ScheduledStart(
                            name, Site.STAGING, now, now, ScheduledStart.Outcome.STARTED, "", Optional.of(Site.RUN)));
            return work;
        });
        return name;
    }

    /** For staging; nobody has joined by it. */
    Made enrolment(Map<String, String> labels) {
        Secret secret = Secret.create(random);
        Instant now = Instant.now();
        var enrolment = new Enrolment(
                UUID.randomUUID().toString(),
                Site.STAGING,
                labels,
                "t",
                now,
                now.plus(Duration.ofHours(1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        store.change(work -> {
            work.enrolments().add(enrolment, secret);
            return enrolment;
        });
        return new Made(enrolment.id(), secret.text());
    }

    /** One that has joined in staging, and is not connected. */
    String agent() {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        var agent = new EnrolledAgent(
                id,
                "key of " + id,
                enrolment(Map.of()).id(),
                Site.STAGING,
                new EnrolledAgent.Said("web-1", Json.object("kernel", "6"), Json.Obj.EMPTY, Site.VERSION),
                Map.of("rack", "7"),
                now,
                now,
                Optional.empty(),
                Optional.empty());
        store.change(work -> {
            work.agents().add(agent);
            return agent;
        });
        return id;
    }

    /** A new one for staging, told of nothing that runs here do, that may not be reached. */
    String channel() {
        String name = UUID.randomUUID().toString();
        Instant now = Instant.now();
        var channel = new Channel(
                name,
                1,
                Optional.of(Site.STAGING),
                "webhook",
                Json.Obj.EMPTY,
                "127.0.0.1",
                secrets.sealed(Json.object("url", "http://127.0.0.1:9/"), name),
                new Channel.Rules(Set.of(Occasion.END), Set.of(Verdict.UNSAFE), Duration.ZERO, false, false),
                "t",
                now);
        store.change(work -> {
            work.channels().add(channel);
            var notice = new Notice("msg_" + name, Occasion.END, now, Map.of("verdict", "unsafe"));
            work.messages().add(StoredMessage.fresh(name, Optional.of(Site.RUN), notice, Duration.ZERO, false));
            return channel;
        });
        return name;
    }

    /** A new one in staging, whose first stage wants approval. */
    String rollout() {
        String id = UUID.randomUUID().toString();
        var rollout = new Rollout(
                id,
                Site.EXPERIMENT,
                1,
                Map.of("version", "1.2"),
                Rollout.State.WAITING,
                "",
                List.of(
                        Stage.ordered(1, Site.STAGING, Optional.of(AtMost.parse("5%")), Duration.ofMinutes(5), true),
                        Stage.ordered(2, Site.STAGING, Optional.empty(), Duration.ZERO, false)),
                "t",
                Optional.empty(),
                Instant.now(),
                Optional.empty());
        store.change(work -> work.rollouts().add(rollout));
        return id;
    }
}
