package dev.shakeout.operator;

import dev.shakeout.engine.CronTimes;
import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.model.BadValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A Schedule as it stands in the cluster. */
record ScheduleResource(Resource resource) {
    private static final long KEPT = 3;

    boolean isSuspended() {
        return resource.text("spec", "suspend").equals("true") || resource.isEnding();
    }

    /** Whether a run may begin while an earlier one is still under way. */
    boolean allowsConcurrentRuns() {
        return resource.text("spec", "concurrencyPolicy").equals("Allow");
    }

    String experiment() {
        return resource.text("spec", "experiment");
    }

    String account() {
        return resource.text("spec", "serviceAccount");
    }

    long kept(RunResource.Phase phase) {
        String limit = phase == RunResource.Phase.SUCCEEDED ? "successfulRunsHistoryLimit" : "failedRunsHistoryLimit";
        return resource.number(KEPT, "spec", limit);
    }

    /** What its times follow from; when it changes, they do. */
    String rule() {
        String zone = resource.text("spec", "timeZone");
        return resource.text("spec", "cron") + (zone.isEmpty() ? "" : " " + zone);
    }

    /**
     * The first time after this one; empty when there is none.
     *
     * @throws BadValue its times cannot be understood
     */
    Optional<Instant> after(Instant time) {
        String zone = resource.text("spec", "timeZone");
        try {
            ZoneId place = ZoneId.of(zone.isEmpty() ? "UTC" : zone);
            return CronTimes.next(resource.text("spec", "cron"), time.atZone(place))
                    .map(ZonedDateTime::toInstant);
        } catch (DateTimeException e) {
            throw new BadValue("there is no time zone '" + zone + "'; one is such as Europe/Berlin: " + e.getMessage());
        }
    }

    /** When its next run is due, if that was worked out from the rule as it is now. */
    Optional<Instant> due() {
        try {
            return resource.text("status", "rule").equals(rule())
                    ? Optional.of(resource.text("status", "nextRun"))
                            .filter(text -> !text.isEmpty())
                            .map(Instant::parse)
                    : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty(); // somebody else has written it
        }
    }

    String problem() {
        return resource.text("status", "problem");
    }
}
