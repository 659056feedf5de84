package dev.shakeout.server.run;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Actor;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Rollout.State;
import dev.shakeout.server.rollout.Stage;
import dev.shakeout.server.store.Clockwork;
import dev.shakeout.server.store.Halt;
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

/**
 * Takes rollouts from stage to stage. What is decided, and the run that comes of it, are written in one transaction that holds the
 * rollout: so it does not matter how often a timer rings for it, nor on how many servers.
 */
public final class StagedStarts implements Clockwork.Ring {
    /** Of its timers; the id of the rollout follows, and then one that nobody has. */
    private static final String TIMER = "rollout/";
    /** How soon it is looked again whether its run has ended, or something was halted. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Store store;
    private final Starts starts;
    private final Clock clock;

    public StagedStarts(Store store, Starts starts, Clock clock) {
        this.store = store;
        this.starts = starts;
        this.clock = clock;
    }

    /** In the transaction of whoever has changed it: what is to be done next is looked for at once. */
    public static void wake(String rollout, String unique, Instant now, Work work) {
        work.timers().set(TIMER + rollout + "/" + unique, now);
    }

    /** Whether a timer is for a rollout. */
    public static boolean isFor(String timer) {
        return timer.startsWith(TIMER);
    }

    @Override
    public Optional<Instant> of(String timer) {
        var afterwards = new ArrayList<Runnable>();
        String id = timer.substring(TIMER.length(), timer.lastIndexOf('/'));
        Optional<Instant> again = store.change(work -> work.rollouts()
                .take(id)
                .flatMap(rollout -> new Decision(rollout, work, clock.instant(), afterwards).make()));
        afterwards.forEach(Runnable::run);
        return again;
    }

    /** About one rollout, at one moment. */
    private final class Decision {
        private final Work work;
        private final Instant now;
        private final List<Runnable> afterwards;
        private Rollout rollout;

        Decision(Rollout rollout, Work work, Instant now, List<Runnable> afterwards) {
            this.rollout = rollout;
            this.work = work;
            this.now = now;
            this.afterwards = afterwards;
        }

        /** @return when to ring again; empty when it has ended, or waits for somebody */
        Optional<Instant> make() {
            Optional<Stage> current = rollout.current(now);
            return current.isEmpty() ? end(Optional.empty()) : at(current.get());
        }

        private Optional<Instant> at(Stage stage) {
            if (stage.passedAt().isPresent()) {
                return bake(stage);
            }
            return stage.run()
                    .flatMap(run -> work.runs().find(run))
                    .map(run -> watch(stage, run))
                    .orElseGet(() -> begin(stage));
        }

        /** What was halted meanwhile was halted for a reason, and nothing further is to be broken until a person decides so. */
        private Optional<Instant> bake(Stage stage) {
            List<Halt> halts = work.halts().in(stage.environment());
            if (!halts.isEmpty()) {
                return end(Optional.of("while " + stage + " baked, " + HaltWords.of(halts.getFirst(), work)));
            }
            Instant end = stage.baked().orElseThrow();
            Instant soon = now.plus(SOON);
            return goOn(State.BAKING, soon.isBefore(end) ? soon : end);
        }

        private Optional<Instant> watch(Stage stage, StoredRun run) {
            if (run.state() != StoredRun.State.ENDED) {
                return goOn(State.RUNNING, now.plus(SOON));
            }
            if (!run.verdict().equals(Optional.of(Verdict.PASSED))) {
                String verdict = run.verdict().map(Verdict::word).orElse("without a verdict");
                String why = run.reasons().stream()
                        .findFirst()
                        .map(words -> ": " + words)
                        .orElse("");
                return end(Optional.of("run " + run.id() + " of " + stage + " ended " + verdict + why));
            }
            Stage passed = stage.passed(run.endedAt().orElse(now));
            work.rollouts().stage(rollout.id(), passed);
            rollout = rollout.with(passed);
            return make();
        }

        private Optional<Instant> begin(Stage stage) {
            if (stage.wantsApproval()) {
                work.rollouts().state(rollout.id(), State.WAITING);
                return Optional.empty(); // whoever approves wakes it
            }
            Optional<String> forbidden =
                    Account.refused(rollout.author(), "began this rollout", stage.environment(), now, work);
            return forbidden.isPresent() ? end(forbidden) : start(stage);
        }

        private Optional<Instant> start(Stage stage) {
            var labels = new HashMap<>(rollout.labels());
            labels.put(Rollout.LABEL, rollout.id());
            var order = new Starts.Order(
                    rollout.experiment(),
                    Optional.of(rollout.version()),
                    stage.environment(),
                    stage.most(),
                    labels,
                    rollout.author(),
                    Actor.of("rollout/" + rollout.id()),
                    Optional.empty(),
                    now);
            return switch (starts.store(order, work)) {
                case Starts.Start.Fresh fresh -> {
                    afterwards.add(() -> starts.begin(fresh));
                    yield started(stage, fresh.run());
                }
                case Starts.Start.Known known -> started(stage, known.run());
                case Starts.Start.Refused refused ->
                    end(Optional.of(stage + " could not be started: " + refused.words()));
            };
        }

        private Optional<Instant> started(Stage stage, StoredRun run) {
            work.rollouts().stage(rollout.id(), stage.started(run.id()));
            return goOn(State.RUNNING, now.plus(SOON));
        }

        private Optional<Instant> goOn(State state, Instant again) {
            work.rollouts().state(rollout.id(), state);
            return Optional.of(again);
        }

        private Optional<Instant> end(Optional<String> reason) {
            work.rollouts().end(rollout.id(), reason, now);
            Json.Obj details = reason.map(words -> Json.object("reason", words)).orElse(Json.Obj.EMPTY);
            String action = reason.isPresent() ? "rollout.stop" : "rollout.pass";
            work.audit().append(now, Token.NOBODY, action, "rollout/" + rollout.id(), details);
            return Optional.empty();
        }
    }
}
