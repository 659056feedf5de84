package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.ActivityRun.Status;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Retry;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Carries out probes and provider calls, and judges what they give. */
final class ProbeRuns {
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration NO_PROGRESS = Duration.ofSeconds(5);
    private static final Duration DEFAULT_WINDOW = Duration.ofSeconds(1);

    private final Readers readers;
    private final InstantSource clock;
    private final Stop stop;
    private final Dry dry;
    private final Rules rules;

    ProbeRuns(Readers readers, InstantSource clock, Stop stop, Experiment experiment) {
        this.readers = readers;
        this.clock = clock;
        this.stop = stop;
        this.dry = experiment.dry();
        this.rules = experiment.rules();
    }

    boolean isContinuous(Activity activity) {
        return !(activity.provider() instanceof Provider.FaultCall)
                && readers.of(activity) instanceof ProbeReader.Continuous;
    }

    /**
     * Carries out one activity of the method or the rollbacks that is no fault. By Chaos Toolkit's rules a tolerance means
     * nothing there.
     */
    ActivityRun run(Activity activity) throws InterruptedException {
        return carryOut(
                activity instanceof Activity.Probe probe && !rules.ours()
                        ? probe.judgedBy(Optional.empty())
                        : activity);
    }

    /** Carries out a probe of the hypothesis. By Chaos Toolkit's rules what is only pretended is met. */
    ActivityRun judged(Activity.Probe probe) throws InterruptedException {
        pause(probe, probe.pauses().before());
        ActivityRun run = carryOut(probe);
        pause(probe, probe.pauses().after());
        return rules.ours() || !dry.probes() ? run : run.judged(Judgement.of(true, "only pretended"));
    }

    private void pause(Activity.Probe probe, Duration time) throws InterruptedException {
        if (!time.isZero() && !dry.skipsPausesOf(probe) && !stop.sleep(time)) {
            throw new InterruptedException();
        }
    }

    /** Judges what somebody else has made of a run. */
    ActivityRun judgedAgain(Activity.Probe probe, ActivityRun run) throws InterruptedException {
        if (!run.fine()) {
            return run.judged(Judgement.of(false, run.error().orElse("a control says that it failed")));
        }
        if (!rules.ours() && dry.probes()) {
            return run.judged(Judgement.of(true, "only pretended"));
        }
        return judgement(probe, run.output()).map(run::judged).orElse(run);
    }

    /** A continuous probe is judged on what it sees from now on. */
    private ActivityRun carryOut(Activity activity) throws InterruptedException {
        if (dry.skips(activity)) {
            return dry(activity, clock.instant());
        }
        return switch (readers.of(activity)) {
            case ProbeReader.Once once ->
                switch (retry(activity)) {
                    case Retry.Within within -> untilMet(activity, once, within.time());
                    case Retry.Attempts attempts -> attempted(attempts, start -> once(activity, once, start));
                };
            case ProbeReader.Continuous continuous ->
                switch (retry(activity)) {
                    case Retry.Within within -> fromNow(activity, continuous, within.time());
                    case Retry.Attempts attempts ->
                        attempted(
                                attempts,
                                start -> fromNow(activity, continuous, Duration.ZERO)
                                        .begunAt(start));
                };
        };
    }

    private interface Reading {
        ActivityRun since(Instant start) throws InterruptedException;
    }

    /** The words of one that took several attempts say so. */
    private ActivityRun attempted(Retry.Attempts attempts, Reading reading) throws InterruptedException {
        Instant start = clock.instant();
        int attempt = 1;
        while (true) {
            ActivityRun run = reading.since(start);
            boolean over = run.fine() || run.status().isEmpty() || attempt == attempts.most();
            if (over || !stop.sleep(attempts.interval())) {
                return attempt == 1 ? run : run.afterAttempts(attempt);
            }
            attempt++;
        }
    }

    /** What is only pretended went well; there is nothing to judge. */
    static ActivityRun dry(Activity activity, Instant now) {
        return new ActivityRun(
                activity,
                now,
                Duration.ZERO,
                Optional.of(Status.SUCCEEDED),
                Json.Null.NULL,
                Optional.empty(),
                Optional.empty());
    }

    private ActivityRun untilMet(Activity activity, ProbeReader.Once reader, Duration within)
            throws InterruptedException {
        Instant start = clock.instant();
        Instant deadline = start.plus(within);
        while (true) {
            ActivityRun run = once(activity, reader, start);
            if (run.fine() || !clock.instant().isBefore(deadline) || !stop.sleep(AGAIN)) {
                return run;
            }
        }
    }

    private ActivityRun once(Activity activity, ProbeReader.Once reader, Instant start) throws InterruptedException {
        try {
            Json output = reader.read();
            return ended(activity, start, output, Optional.empty(), judgement(activity, output));
        } catch (EndsRun e) {
            return endsRun(activity, start, e);
        } catch (ProbeFailed | RuntimeException e) {
            if (Thread.interrupted()) { // that is why it failed, and it says nothing about the system
                throw new InterruptedException();
            }
            return failed(activity, start, e);
        }
    }

    private Optional<Judgement> judgement(Activity activity, Json output) throws InterruptedException {
        Optional<Tolerance> tolerance = tolerance(activity);
        return tolerance.isPresent() && tolerance.get() instanceof Tolerance.ByProbe by
                ? Optional.of(readers.ask(by, output))
                : tolerance.map(t -> Judge.judge(output, t, rules));
    }

    private ActivityRun failed(Activity activity, Instant start, Exception e) {
        String why = e instanceof ProbeFailed ? String.valueOf(e.getMessage()) : e.toString();
        return new ActivityRun(
                activity,
                start,
                Duration.between(start, clock.instant()),
                Optional.of(Status.FAILED),
                Json.Null.NULL,
                Optional.of(why),
                tolerance(activity).map(_ -> Judgement.of(false, why)),
                e instanceof ProbeFailed failed ? failed.trace() : List.of());
    }

    /** It neither succeeded nor failed. */
    private ActivityRun endsRun(Activity activity, Instant start, EndsRun e) {
        String why = "'" + activity.name() + "' ended the run: " + e.getMessage();
        stop.ask(Verdict.ABORTED, why);
        return new ActivityRun(
                activity,
                start,
                Duration.between(start, clock.instant()),
                Optional.empty(),
                Json.Null.NULL,
                Optional.of(why),
                Optional.empty());
    }

    private ActivityRun fromNow(Activity activity, ProbeReader.Continuous reader, Duration within)
            throws InterruptedException {
        Instant start = clock.instant();
        Instant deadline = start.plus(within);
        while (true) {
            waitForSamples(reader, start, needed(activity));
            Instant end = clock.instant();
            ActivityRun whole = over(activity, reader, start, end, start);
            if (whole.fine() || !end.isBefore(deadline)) {
                return whole;
            }
            ActivityRun latest = over(activity, reader, recentStart(reader, start, end, needed(activity)), end, start);
            if (latest.fine() || !stop.sleep(AGAIN)) {
                return latest;
            }
        }
    }

    /** Judges a continuous probe on one span of the past. */
    ActivityRun over(Activity activity, ProbeReader.Continuous reader, Instant from, Instant to, Instant start) {
        LoadWindow window = reader.window(from, to);
        Json output = Judge.output(window);
        return ended(
                activity, start, output, Optional.empty(), tolerance(activity).map(t -> Judge.judge(output, t)));
    }

    /** The start of the shortest recent span that holds enough samples. */
    private static Instant recentStart(ProbeReader.Continuous reader, Instant start, Instant end, int needed) {
        Instant from = end.minus(DEFAULT_WINDOW);
        while (from.isAfter(start) && reader.window(from, end).answered() < needed) {
            from = from.minus(DEFAULT_WINDOW);
        }
        return from.isBefore(start) ? start : from;
    }

    private void waitForSamples(ProbeReader.Continuous reader, Instant from, int needed) throws InterruptedException {
        long last = -1;
        Instant grew = clock.instant();
        while (true) {
            Instant now = clock.instant();
            long answered = reader.window(from, now).answered();
            if (answered >= needed || Duration.between(grew, now).compareTo(NO_PROGRESS) > 0) {
                return;
            }
            if (answered > last) {
                last = answered;
                grew = now;
            }
            if (!stop.sleep(AGAIN)) {
                throw new InterruptedException();
            }
        }
    }

    private ActivityRun ended(
            Activity activity, Instant start, Json output, Optional<String> error, Optional<Judgement> judgement) {
        return new ActivityRun(
                activity,
                start,
                Duration.between(start, clock.instant()),
                Optional.of(error.isPresent() ? Status.FAILED : Status.SUCCEEDED),
                output,
                error,
                judgement);
    }

    private static Optional<Tolerance> tolerance(Activity activity) {
        return activity instanceof Activity.Probe probe ? probe.tolerance() : Optional.empty();
    }

    private static Retry retry(Activity activity) {
        return activity instanceof Activity.Probe probe ? probe.retry() : Retry.NONE;
    }

    private static int needed(Activity activity) {
        return tolerance(activity)
                .map(t -> t instanceof Tolerance.Slo slo ? slo.minSamples() : 1)
                .orElse(1);
    }
}
