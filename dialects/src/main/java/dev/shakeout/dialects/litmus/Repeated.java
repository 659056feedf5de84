package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is over at once and done again after each interval, for as long as the chaos lasts. */
final class Repeated {
    private static final int MOST = 500;

    private Repeated() {}

    static List<Hit> of(Tunables tunables, Field interval, Pods pods, Function<Tree.Obj, Hit.Call> call) {
        Duration pace = tunables.take(interval, LitmusTime.SECONDS)
                .filter(time -> !time.isZero())
                .orElse(pods.lasts());
        long rounds = rounds(pods.lasts(), pace);
        if (rounds * pods.targets().size() > MOST) {
            tunables.sheet()
                    .problems()
                    .at(
                            tunables.positionOf(interval),
                            interval.path() + ": that is "
                                    + rounds * pods.targets().size() + " times, and at most " + MOST
                                    + " can be planned; take a longer interval or a shorter duration");
            return List.of();
        }
        var hits = new ArrayList<Hit>();
        Duration start = Duration.ZERO;
        for (int round = 0; round < rounds; round++) {
            for (Tree.Obj target : pods.targets()) {
                hits.add(new Hit(call.apply(target), target, start, Optional.empty()));
                if (pods.serial()) {
                    start = start.plus(pace);
                }
            }
            if (!pods.serial()) {
                start = start.plus(pace);
            }
        }
        return hits;
    }

    /** As many as begin before the time is over. */
    private static long rounds(Duration lasts, Duration pace) {
        if (lasts.isZero()) {
            return 1;
        }
        return (lasts.toMillis() + pace.toMillis() - 1) / Math.max(1, pace.toMillis());
    }
}
