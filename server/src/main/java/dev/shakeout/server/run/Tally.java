package dev.shakeout.server.run;

import dev.shakeout.model.Verdict;
import dev.shakeout.server.store.StoredRun;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many runs this server has brought to an end since it began. */
public final class Tally {
    private static final Comparator<Kind> ORDER =
            Comparator.comparing(Kind::environment).thenComparing(Kind::verdict);

    private final Map<Kind, LongAdder> ended = new ConcurrentHashMap<>();

    /** @param verdict as a word; "none" for a run that never got as far */
    public record Kind(String environment, String verdict) {}

    void count(StoredRun run, Optional<Verdict> verdict) {
        var kind = new Kind(run.environment(), verdict.map(Verdict::word).orElse("none"));
        ended.computeIfAbsent(kind, _ -> new LongAdder()).increment();
    }

    /** Sorted by environment and verdict. */
    public Map<Kind, Long> ended() {
        var sums = new TreeMap<Kind, Long>(ORDER);
        ended.forEach((kind, adder) -> sums.put(kind, adder.sum()));
        return sums;
    }
}
