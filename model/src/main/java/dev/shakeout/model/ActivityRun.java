package dev.shakeout.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One activity as it was carried out.
 *
 * @param status succeeded, failed or skipped; empty when it was interrupted
 * @param error why it failed or was skipped, for a person
 * @param judgement of a probe with a tolerance
 * @param trace how an error came about, where the provider tells more than {@code error}; lines with their line breaks
 */
public record ActivityRun(
        Activity activity,
        Instant start,
        Duration duration,
        Optional<Status> status,
        Json output,
        Optional<String> error,
        Optional<Judgement> judgement,
        List<String> trace) {
    public ActivityRun(
            Activity activity,
            Instant start,
            Duration duration,
            Optional<Status> status,
            Json output,
            Optional<String> error,
            Optional<Judgement> judgement) {
        this(activity, start, duration, status, output, error, judgement, List.of());
    }

    public enum Status {
        SUCCEEDED,
        FAILED,
        /** Its condition did not hold, so it was not carried out. */
        SKIPPED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One whose condition did not hold. */
    public static ActivityRun skipped(Activity activity, Instant at, String why) {
        return new ActivityRun(
                activity,
                at,
                Duration.ZERO,
                Optional.of(Status.SKIPPED),
                Json.Null.NULL,
                Optional.of(why),
                Optional.empty());
    }

    public boolean isSkipped() {
        return status.filter(s -> s == Status.SKIPPED).isPresent();
    }

    /** One that waited for its turn. */
    public ActivityRun begunAt(Instant earlier) {
        return new ActivityRun(
                activity,
                earlier,
                duration.plus(Duration.between(earlier, start)),
                status,
                output,
                error,
                judgement,
                trace);
    }

    public ActivityRun judged(Judgement by) {
        return new ActivityRun(activity, start, duration, status, output, error, Optional.of(by), trace);
    }

    /** The last of several attempts, which the words say. */
    public ActivityRun afterAttempts(int count) {
        String more = "; attempt " + count;
        return new ActivityRun(
                activity,
                start,
                duration,
                status,
                output,
                error,
                judgement.map(by -> new Judgement(by.met(), by.enough(), by.words() + more)),
                trace);
    }

    /** As its record says now, which somebody has changed; it is not judged yet. */
    public ActivityRun changed(Optional<Status> otherStatus, Json otherOutput) {
        return new ActivityRun(activity, start, duration, otherStatus, otherOutput, error, Optional.empty(), trace);
    }

    /** As a journal has it. */
    public Journal.Ran recorded() {
        return new Journal.Ran(
                activity.name(),
                activity.source(),
                start,
                duration,
                status.map(Status::word),
                output,
                error,
                judgement,
                trace);
    }

    /** True unless it failed, was skipped or interrupted, or missed its tolerance. */
    public boolean fine() {
        return status.filter(s -> s == Status.SUCCEEDED).isPresent()
                && judgement.map(Judgement::met).orElse(true);
    }
}
