package dev.shakeout.engine;

import dev.shakeout.model.Percent;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Chooses which of the targets found are hit; the same random numbers over the same list make the same choice. */
final class Choice {
    private Choice() {}

    /** @return the chosen ones in the order they were found; empty only when nothing was found */
    static List<Target> of(List<Target> found, Mode mode, Random random) {
        int count = switch (mode) {
            case Mode.One() -> 1;
            case Mode.All() -> found.size();
            case Mode.Fixed(int fixed) -> fixed;
            case Mode.Share(Percent share) -> share.of(found.size());
            case Mode.RandomMaxShare(Percent most) -> {
                int upTo = Math.max(1, roundedDown(found.size(), most));
                yield 1 + random.nextInt(upTo);
            }
        };
        return some(found, count, random);
    }

    /** So many of them, all when there are no more, in the order in which they were found. */
    static List<Target> some(List<Target> found, int count, Random random) {
        if (count >= found.size()) {
            return List.copyOf(found);
        }
        var shuffled = new ArrayList<>(found);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, count).stream()
                .sorted(Comparator.comparingInt(found::indexOf))
                .toList();
    }

    private static int roundedDown(int size, Percent share) {
        return (int) Math.floor(size * share.fraction() + 1e-9);
    }
}
