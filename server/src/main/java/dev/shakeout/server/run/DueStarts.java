package dev.shakeout.server.run;

import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import dev.shakeout.server.access.Actor;
import dev.shakeout.server.notify.News;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.schedule.ScheduledStart.Outcome;
import dev.shakeout.server.store.Clockwork;
import dev.shakeout.server.store.Planned;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Decides about starts that are due, each once: what comes of it, the run itself and the next start are written in one transaction, that
 * holds the schedule. So it does not matter how often a timer rings for it, nor on how many servers.
 */
public final class DueStarts implements Clockwork.Ring {
    /** What is later than this was missed; it takes a moment to notice what is due, and some to take over from a server that is gone. */
    static final Duration GRACE = Duration.ofMinutes(1);
    /** How soon it is looked again whether a run has made room. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final int COUNTED = 1_000;

    private final Store store;
    private final Starts starts;
    private final Conductor conductor;
    private final Clock clock;
    private final RandomGenerator random;

    /** @param random for jitter */
    public DueStarts(Store store, Starts starts, Conductor conductor, Clock clock, RandomGenerator random) {
        this.store = store;
        this.starts = starts;
        this.conductor = conductor;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<Instant> of(String timer) {
        var afterwards = new ArrayList<Runnable>();
        Optional<Instant> again = store.change(work -> work.schedules()
                .take(timer)
                .map(planned -> new Decision(planned, work, clock.instant(), afterwards).make()));
        afterwards.forEach(Runnable::run);
        return again;
    }

    /** About one schedule, at one moment. */
    private final class Decision {
        private final Planned planned;
        private final Schedule schedule;
        private final Work work;
        private final Instant now;
        private final List<Runnable> afterwards;

        Decision(Planned planned, Work work, Instant now, List<Runnable> afterwards) {
            this.planned = planned;
            this.schedule = planned.schedule();
            this.work = work;
            this.now = now;
            this.afterwards = afterwards;
        }

        /** @return when to ring again */
        Instant make() {
            Instant next = planned.at();
            if (now.isBefore(planned.at())) {
                work.starts().waiting(schedule.name()).ifPresent(this::goOnWith);
            } else {
                work.starts()
                        .giveUp(
                                schedule.name(),
                                "the run that was to make room for it had not ended when the next start was due",
                                now);
                decide();
                Instant due = schedule.timing().after(now);
                next = schedule.planned(due, random);
                work.schedules().plan(schedule.name(), due, next);
            }
            Instant soon = now.plus(SOON);
            boolean waits = work.starts().waiting(schedule.name()).isPresent();
            return waits && soon.isBefore(next) ? soon : next;
        }

        private void goOnWith(ScheduledStart waiting) {
            if (work.starts().underWay(schedule).isEmpty()) {
                work.starts()
                        .settle(forbidden()
                                .map(words -> refused(waiting.due(), words))
                                .orElseGet(() -> start(waiting.due(), waiting.reason())));
            }
        }

        /** Of all that were due since it was looked last, the latest counts. */
        private void decide() {
            Instant due = schedule.timing().last(planned.due(), now).orElse(planned.due());
            boolean first = due.equals(planned.due());
            if (!first) {
                work.starts().add(skipped(planned.due(), missed(due)));
            }
            work.starts().add(decide(due, Duration.between(first ? planned.at() : due, now)));
        }

        private String missed(Instant next) {
            Instant last = planned.due();
            int more = 0;
            for (Instant due = schedule.timing().after(last);
                    due.isBefore(next) && more < COUNTED;
                    due = schedule.timing().after(due)) {
                more++;
                last = due;
            }
            String missed = "missed: no server was at work";
            return more == 0
                    ? missed
                    : missed + "; so were " + (more == COUNTED ? "the next " : "") + more + " more, until " + last
                            + (more == COUNTED ? " and later" : "");
        }

        private ScheduledStart decide(Instant due, Duration late) {
            var blackout = schedule.blackout(due).or(() -> schedule.blackout(now));
            if (blackout.isPresent()) {
                return skipped(due, "blackout: " + blackout.get().reason());
            }
            boolean missed = late.compareTo(GRACE) > 0;
            String why = missed ? "missed by " + Span.words(late) + ": no server was at work" : "";
            if (missed && !madeUpFor(late)) {
                return skipped(due, why);
            }
            return forbidden().map(words -> refused(due, words)).orElseGet(() -> besideOthers(due, why));
        }

        private boolean madeUpFor(Duration late) {
            return switch (schedule.rules().missed()) {
                case Missed.Skip _ -> false;
                case Missed.Once(Duration latest) -> late.compareTo(latest) <= 0;
            };
        }

        private Optional<String> forbidden() {
            return Account.refused(
                            schedule.author(),
                            "wrote this schedule",
                            schedule.job().environment(),
                            now,
                            work)
                    .map(words -> words + "; PUT it again with another token, and its runs are on account of that one");
        }

        private ScheduledStart besideOthers(Instant due, String reason) {
            List<StoredRun> underWay = work.starts().underWay(schedule);
            if (underWay.isEmpty() || schedule.rules().concurrency() == Concurrency.ALLOW) {
                return start(due, reason);
            }
            String runs = underWay.stream().map(StoredRun::id).collect(Collectors.joining(", "));
            if (schedule.rules().concurrency() == Concurrency.FORBID) {
                return skipped(due, "run " + runs + " of this schedule is under way");
            }
            halt(underWay);
            return decided(
                    due,
                    Outcome.WAITING,
                    "replaces run " + runs + ", which takes everything back first",
                    Optional.empty());
        }

        /** First the runs and then the log, in the order in which whoever ends a run takes hold of both. */
        private void halt(List<StoredRun> runs) {
            String why = "schedule '" + schedule.name() + "' starts another one";
            var asked = runs.stream()
                    .filter(run -> !run.halt() && work.runs().halt(run.id(), why))
                    .toList();
            asked.forEach(run -> News.halted(run.id(), why, now, work));
            asked.forEach(run -> work.audit().append(now, actor(), "run.halt", "run/" + run.id(), Json.Obj.EMPTY));
            afterwards.add(conductor::haltThoseAsked);
        }

        private ScheduledStart start(Instant due, String reason) {
            var labels = new HashMap<>(schedule.job().labels());
            labels.put(Schedule.LABEL, schedule.name());
            var order = new Starts.Order(
                    schedule.job().experiment(),
                    schedule.job().version(),
                    schedule.job().environment(),
                    Optional.empty(),
                    labels,
                    schedule.author(),
                    Actor.of(actor()),
                    Optional.empty(),
                    now);
            return switch (starts.store(order, work)) {
                case Starts.Start.Fresh fresh -> {
                    afterwards.add(() -> starts.begin(fresh));
                    yield started(due, reason, fresh.run());
                }
                case Starts.Start.Known known -> started(due, reason, known.run());
                case Starts.Start.Refused refused -> refused(due, refused.words());
            };
        }

        private String actor() {
            return "schedule/" + schedule.name();
        }

        private ScheduledStart started(Instant due, String reason, StoredRun run) {
            return decided(due, Outcome.STARTED, reason, Optional.of(run.id()));
        }

        private ScheduledStart skipped(Instant due, String reason) {
            return decided(due, Outcome.SKIPPED, reason, Optional.empty());
        }

        private ScheduledStart refused(Instant due, String reason) {
            return decided(due, Outcome.REFUSED, reason, Optional.empty());
        }

        private ScheduledStart decided(Instant due, Outcome outcome, String reason, Optional<String> run) {
            return new ScheduledStart(schedule.name(), schedule.job().environment(), due, now, outcome, reason, run);
        }
    }
}
