package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Percent;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many are chosen, which, and that the same seed chooses the same. */
class ChoiceTest {
    private static List<Target> targets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Target("place", "p" + i, "p" + i, Map.of()))
                .toList();
    }

    private static int chosen(int found, Mode mode) {
        return Choice.of(targets(found), mode, new Random(1)).size();
    }

    @Test
    void everyModeChoosesAsManyAsItSays() {
        for (int found = 1; found <= 40; found++) {
            assertThat(chosen(found, new Mode.One())).isEqualTo(1);
            assertThat(chosen(found, new Mode.All())).isEqualTo(found);
            assertThat(chosen(found, new Mode.Fixed(3))).isEqualTo(Math.min(3, found));
            for (int percent = 1; percent <= 100; percent++) {
                int share = chosen(found, new Mode.Share(new Percent(percent)));
                assertThat(share).as("%d%% of %d", percent, found).isEqualTo((found * percent + 99) / 100);
            }
        }
    }

    @Test
    void aRandomShareIsAtLeastOneAndAtMostItsShare() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            int found = 1 + random.nextInt(30);
            int percent = 1 + random.nextInt(100);
            int count = Choice.of(targets(found), new Mode.RandomMaxShare(new Percent(percent)), random)
                    .size();
            assertThat(count).as("seed %d", seed).isBetween(1, Math.max(1, found * percent / 100));
        }
    }

    @Test
    void thirtyThreePercentOfThreeIsNotTwo() {
        assertThat(chosen(3, new Mode.Share(new Percent(100.0 / 3)))).isEqualTo(1);
        assertThat(chosen(10, new Mode.Share(new Percent(30)))).isEqualTo(3);
    }

    @Test
    void nothingFoundIsNothingChosen() {
        for (Mode mode : List.of(
                new Mode.One(),
                new Mode.All(),
                new Mode.Fixed(2),
                new Mode.Share(new Percent(50)),
                new Mode.RandomMaxShare(new Percent(50)))) {
            assertThat(Choice.of(List.of(), mode, new Random(1))).isEmpty();
        }
    }

    @Test
    void theSameSeedChoosesTheSameInTheOrderFound() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            var found = targets(1 + random.nextInt(20));
            long own = random.nextLong();
            Mode mode = random.nextBoolean()
                    ? new Mode.Share(new Percent(1 + random.nextInt(100)))
                    : new Mode.RandomMaxShare(new Percent(1 + random.nextInt(100)));
            var chosen = Choice.of(found, mode, new Random(own));

            assertThat(Choice.of(found, mode, new Random(own)))
                    .as("seed %d", seed)
                    .isEqualTo(chosen);
            assertThat(new HashSet<>(chosen)).as("seed %d", seed).hasSameSizeAs(chosen);
            assertThat(found.stream().filter(chosen::contains).toList())
                    .as("seed %d", seed)
                    .isEqualTo(chosen);
        }
    }

    @Test
    void everyTargetHasItsTurnAsSeedsCountUp() {
        var times = new int[8];
        for (long seed = 0; seed < 800; seed++) {
            Target one = Choice.of(targets(8), new Mode.One(), Choosing.randomFor(seed, "activity"))
                    .getFirst();
            times[Integer.parseInt(one.id().substring(1))]++;
        }
        assertThat(times).satisfies(all -> assertThat(IntStream.of(all)).allMatch(n -> n > 50 && n < 150));
    }
}
