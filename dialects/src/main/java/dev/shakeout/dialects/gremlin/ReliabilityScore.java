package dev.shakeout.dialects.gremlin;

import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Gremlin's score of how reliable a service is, from its tests: the mean of its categories, each the mean of its tests. */
final class ReliabilityScore {
    /** What the last run of a test has come to. */
    enum State {
        PASSED(100),
        /** It passed, too long ago. */
        EXPIRED(75),
        FAILED(50),
        NOT_RUN(0);

        private final int points;

        State(int points) {
            this.points = points;
        }

        int points() {
            return points;
        }
    }

    /** @param category such as Redundancy or Scalability */
    record Test(String category, State state) {}

    private ReliabilityScore() {}

    /**
     * What a run of ours is as a test: one that was no test, as nothing was injected or nothing could be said, is not run.
     *
     * @param expiry how long a test that passed counts as such
     */
    static State state(Verdict verdict, Instant end, Instant now, Duration expiry) {
        return switch (verdict) {
            case PASSED -> end.plus(expiry).isBefore(now) ? State.EXPIRED : State.PASSED;
            case DEVIATED, HALTED, UNSAFE, FAILED -> State.FAILED;
            case NOT_READY, INCONCLUSIVE, ABORTED, REFUSED -> State.NOT_RUN;
        };
    }

    /** From 0 to 100; empty without tests. */
    static OptionalDouble of(List<Test> tests) {
        return mean(byCategory(tests).values());
    }

    /** In the order in which the categories first come. */
    static Map<String, Double> byCategory(List<Test> tests) {
        Map<String, List<Double>> points = tests.stream()
                .collect(Collectors.groupingBy(
                        Test::category,
                        LinkedHashMap::new,
                        Collectors.mapping(test -> (double) test.state().points(), Collectors.toList())));
        var means = new LinkedHashMap<String, Double>();
        points.forEach((category, each) -> means.put(category, mean(each).orElseThrow()));
        return means;
    }

    private static OptionalDouble mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average();
    }
}
