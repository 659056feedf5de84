package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
    private static final Comparator<Point> BY_VALUE = Comparator.comparingDouble(Point::y);

    @Test
    void keepsTheHighestAndTheLowestPointOfAnySeries() {
        for (long seed = 0; seed < 200; seed++) {
            var points = series(new Random(seed));
            var kept = Thinning.keepExtremes(points, 50);
            assertThat(kept.stream().max(BY_VALUE))
                    .as("seed %d", seed)
                    .isEqualTo(points.stream().max(BY_VALUE));
            assertThat(kept.stream().min(BY_VALUE))
                    .as("seed %d", seed)
                    .isEqualTo(points.stream().min(BY_VALUE));
            assertThat(kept).as("seed %d", seed).isSortedAccordingTo(Comparator.comparingDouble(Point::x));
            assertThat(kept).as("seed %d", seed).hasSizeLessThanOrEqualTo(102).isSubsetOf(points);
            assertThat(kept.getFirst()).isEqualTo(points.getFirst());
            assertThat(kept.getLast()).isEqualTo(points.getLast());
        }
    }

    @Test
    void leavesAShortSeriesAsItIs() {
        var points = IntStream.range(0, 100).mapToObj(i -> new Point(i, i % 7)).toList();
        assertThat(Thinning.keepExtremes(points, 50)).isSameAs(points);
    }

    private static List<Point> series(Random random) {
        var points = new ArrayList<Point>();
        int size = 1 + random.nextInt(5000);
        for (int i = 0; i < size; i++) {
            points.add(new Point(i, random.nextDouble() < 0.001 ? 1000 * random.nextDouble() : random.nextDouble()));
        }
        return points;
    }
}
