package dev.shakeout.dialects.litmus;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * One fault with its probes, as one experiment of a ChaosEngine.
 *
 * @param fault its name in Litmus
 * @param start from the beginning of the method
 * @param ramp how long nothing is done before the chaos and after it
 * @param chaos how long the chaos lasts
 * @param weight of its result in the resilience score
 * @param alone whether it is the only one of a run
 */
record Stage(
        String engine,
        String fault,
        Duration start,
        Duration ramp,
        Duration chaos,
        List<Hit> hits,
        List<Check> checks,
        int weight,
        boolean alone) {
    static final int USUAL_WEIGHT = 10;

    static Duration lasting(List<Hit> hits, Duration least) {
        return hits.stream()
                .map(Hit::end)
                .max(Comparator.naturalOrder())
                .filter(end -> end.compareTo(least) > 0)
                .orElse(least);
    }

    /** Whether a miss keeps the fault from being done, and so all that there is. Only in the method is anything changed. */
    boolean gates(Check check) {
        return alone
                && check.changes().isNothing()
                && check.mode().before()
                && check.properties().stops();
    }

    Duration begins() {
        return start.plus(lead()).plus(ramp);
    }

    /** What is read before the fault may be read late. */
    private Duration lead() {
        return checks.stream()
                .filter(check -> check.mode().before() && !gates(check))
                .map(check -> check.properties().delay())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    Duration ends() {
        return begins().plus(chaos);
    }

    Duration end() {
        return ends().plus(ramp);
    }

    Stage at(Duration other) {
        return new Stage(engine, fault, other, ramp, chaos, hits, checks, weight, alone);
    }

    Stage weighing(int other) {
        return new Stage(engine, fault, start, ramp, chaos, hits, checks, other, alone);
    }

    Stage asTheOnlyOne() {
        return new Stage(engine, fault, start, ramp, chaos, hits, checks, weight, true);
    }
}
