package dev.shakeout.probes.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.LoadWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

    private record Seen(Instant due, long micros, boolean error) {}

    @Test
    void aWindowSaysWhatACountByHandOfItsRequestsSays() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            double perSecond = Math.pow(10, random.nextDouble() * 4.7 - 1);
            var schedule = Schedule.of(START, 0, perSecond);
            var outcomes = new Outcomes();
            var seen = record(random, schedule, outcomes, random.nextInt(30_000));
            for (int i = 0; i < 40; i++) {
                Instant from = someTime(random, seen);
                Instant to = someTime(random, seen);
                LoadWindow window = outcomes.between(schedule.firstDueAt(from), schedule.firstDueAt(to))
                        .window(from, to);
                assertThat(window).as("seed %d, round %d", seed, round).isEqualTo(byHand(seen, from, to));
            }
        }
    }

    /** Now and then exactly the moment a request was due, or a nanosecond beside it, or far away. */
    private static Instant someTime(Random random, List<Seen> seen) {
        if (seen.isEmpty() || random.nextInt(20) == 0) {
            return random.nextBoolean() ? Instant.EPOCH : Instant.MAX;
        }
        return seen.get(random.nextInt(seen.size())).due.plusNanos(random.nextInt(3) - 1);
    }

    private static List<Seen> record(Random random, Schedule schedule, Outcomes outcomes, int count) {
        var seen = new ArrayList<Seen>();
        for (int i = 0; i < count; i++) {
            if (random.nextInt(10) > 0) {
                long micros = random.nextBoolean() ? random.nextInt(50) : random.nextInt(5_000_000);
                boolean error = random.nextInt(5) == 0;
                outcomes.record(i, micros, error);
                seen.add(new Seen(START.plusNanos(schedule.dueNanos(i)), micros, error));
            }
        }
        return seen;
    }

    private static LoadWindow byHand(List<Seen> all, Instant from, Instant to) {
        var inside = all.stream()
                .filter(seen -> !seen.due.isBefore(from) && seen.due.isBefore(to))
                .toList();
        long[] sorted = inside.stream().mapToLong(Seen::micros).sorted().toArray();
        long errors = inside.stream().filter(Seen::error).count();
        return new LoadWindow(
                from,
                to,
                sorted.length,
                errors,
                rank(sorted, 0.5),
                rank(sorted, 0.95),
                rank(sorted, 0.99),
                rank(sorted, 1));
    }

    private static Duration rank(long[] sorted, double share) {
        return sorted.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(1000 * sorted[(int) Math.ceil(Math.round(share * 100) * sorted.length / 100.0) - 1]);
    }

    @Test
    void keepsTheNewestAndForgetsTheOldestInBoundedMemory() {
        var outcomes = new Outcomes();
        long capacity = (long) Outcomes.CHUNK * Outcomes.CHUNKS;
        outcomes.record(5, 10, false);
        outcomes.record(capacity - 1, 20, false);
        assertThat(answered(outcomes, 0, Long.MAX_VALUE)).isEqualTo(2);

        outcomes.record(capacity + 7, 30, true);
        assertThat(answered(outcomes, 0, Outcomes.CHUNK)).isZero();
        assertThat(answered(outcomes, 0, Long.MAX_VALUE)).isEqualTo(2);

        outcomes.record(6, 40, false);
        assertThat(answered(outcomes, 0, Long.MAX_VALUE))
                .as("too late to be kept")
                .isEqualTo(2);
    }

    @Test
    void slidingOverTenMinutesAtFiveHundredPerSecondIsCheap() {
        var outcomes = new Outcomes();
        var random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            outcomes.record(i, random.nextInt(100_000), false);
        }
        long start = System.nanoTime();
        long total = 0;
        for (int from = 0; from < 300_000 - 5000; from += 50) {
            total += answered(outcomes, from, from + 5000);
        }
        assertThat(total).isEqualTo(5900L * 5000);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("5900 windows of ten seconds")
                .isLessThan(Duration.ofSeconds(10));
    }

    private static long answered(Outcomes outcomes, long first, long end) {
        return outcomes.between(first, end).window(START, START).answered();
    }
}
