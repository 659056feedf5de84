package dev.shakeout.report.review;

import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs, findings and recovery times of a stretch of time.
 *
 * @param from the first day, in UTC
 * @param to the last day
 * @param environment the only one; empty for all
 * @param verdicts how many runs ended so
 * @param without how many ended without a verdict
 * @param unread how many journals could not be read, so that their recoveries are missing
 * @param recoveries by experiment and service
 * @param opened weaknesses that were found first then, or again after they were said to be fixed
 * @param closed those that were said to be fixed then
 */
public record Review(
        LocalDate from,
        LocalDate to,
        Optional<String> environment,
        Map<Verdict, Integer> verdicts,
        int without,
        int unread,
        List<Recoveries> recoveries,
        List<Weakness> opened,
        List<Weakness> closed) {
    public Review {
        var sorted = new EnumMap<Verdict, Integer>(Verdict.class);
        sorted.putAll(verdicts);
        verdicts = java.util.Collections.unmodifiableMap(sorted);
        recoveries = List.copyOf(recoveries);
        opened = List.copyOf(opened);
        closed = List.copyOf(closed);
    }

    /**
     * How fast one service came back in the runs of one experiment.
     *
     * @param faults how many took it out of its limits
     * @param lasting how many of these it had not come back from when the run ended
     * @param times of those that it came back from; empty when there is none
     */
    public record Recoveries(String experiment, String service, int faults, int lasting, Optional<Times> times) {}

    /** Of recoveries: half were as fast as the median, 95 of 100 as the p95, by the nearest rank. */
    public record Times(Duration median, Duration p95, Duration worst) {}

    /**
     * A finding, as people know it.
     *
     * @param status in a word
     */
    public record Weakness(String experiment, String environment, String title, String status) {}

    public int runs() {
        return verdicts.values().stream().mapToInt(Integer::intValue).sum() + without;
    }
}
