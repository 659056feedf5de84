package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long the system needed to leave and to regain its steady state, read from the continuous probes' samples: one
 * second wide windows, a tenth of a second apart.
 */
final class RecoveryTimes {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(100);

    private RecoveryTimes() {}

    static List<Recovery> of(Experiment experiment, List<Journal.Injected> injected, Readers readers, Instant end) {
        var recoveries = new ArrayList<Recovery>();
        var probes = experiment.hypothesis().map(h -> h.probes()).orElse(List.of());
        for (int i = 0; i < injected.size(); i++) {
            Journal.Injected injection = injected.get(i);
            if (injection.injected().isEmpty()) {
                continue;
            }
            Instant on = injection.injected().get();
            Instant off = injection.takenBack().orElse(end);
            Instant until =
                    nextStart(injected, i).filter(next -> next.isAfter(off)).orElse(end);
            for (Activity.Probe probe : probes) {
                if (probe.tolerance().orElse(null) instanceof Tolerance.Slo slo
                        && readers.of(probe) instanceof ProbeReader.Continuous reader) {
                    recoveries.add(of(injection.id(), probe.name(), reader, slo, on, off, until));
                }
            }
        }
        return recoveries;
    }

    private static Optional<Instant> nextStart(List<Journal.Injected> injected, int i) {
        return i + 1 < injected.size() ? injected.get(i + 1).injected() : Optional.empty();
    }

    private static Recovery of(
            String injection,
            String probe,
            ProbeReader.Continuous reader,
            Tolerance.Slo slo,
            Instant on,
            Instant off,
            Instant until) {
        var anyCount = slo.withAnyCount();
        Optional<Instant> first = Optional.empty();
        Optional<Instant> last = Optional.empty();
        Instant final_ = on;
        for (Instant to = on.plus(STEP); !to.isAfter(until); to = to.plus(STEP)) {
            final_ = to;
            if (!Judge.judge(reader.window(to.minus(WINDOW), to), anyCount).met()) {
                first = first.isEmpty() ? Optional.of(to) : first;
                last = Optional.of(to);
            }
        }
        Optional<Duration> detect = first.map(at -> Duration.between(on, at));
        boolean stillBroken = last.isPresent() && !last.get().isBefore(final_);
        // A window stays bad until the bad sample has left it, so the system was well again one window earlier.
        Instant well = last.map(at -> at.minus(WINDOW).plus(STEP)).orElse(off);
        Optional<Duration> recover = stillBroken
                ? Optional.empty()
                : Optional.of(well.isAfter(off) ? Duration.between(off, well) : Duration.ZERO);
        return new Recovery(injection, probe, on, off, detect, recover);
    }
}
