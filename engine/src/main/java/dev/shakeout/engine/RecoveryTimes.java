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
 * How long the system needed to leave and to regain its steady state: as those probes know that were told of it, or read
 * from the continuous probes' samples, in one second wide windows, a tenth of a second apart.
 */
final class RecoveryTimes {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(100);

    private RecoveryTimes() {}

    /**
     * What is looked at of an injection.
     *
     * @param until when the next one began, or the run ended
     */
    record Look(String injection, Instant on, Instant off, Instant until) {
        private Recovery found(String probe, Optional<Duration> detect, Optional<Duration> recover) {
            return new Recovery(injection, probe, on, off, detect, recover);
        }
    }

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
            var look = new Look(injection.id(), on, off, until);
            for (Activity.Probe probe : probes) {
                switch (readers.of(probe)) {
                    case ProbeReader.Continuous reader -> {
                        if (probe.tolerance().orElse(null) instanceof Tolerance.Slo slo) {
                            recoveries.add(sampled(look, probe.name(), reader, slo));
                        }
                    }
                    case ProbeReader.Once reader ->
                        reader.lapses().ifPresent(lapses -> recoveries.add(told(look, probe.name(), lapses)));
                }
            }
        }
        return recoveries;
    }

    private static Optional<Instant> nextStart(List<Journal.Injected> injected, int i) {
        return i + 1 < injected.size() ? injected.get(i + 1).injected() : Optional.empty();
    }

    static Recovery told(Look look, String probe, List<ProbeReader.Lapse> lapses) {
        List<ProbeReader.Lapse> felt = lapses.stream()
                .filter(lapse -> lapse.from().isBefore(look.until())
                        && lapse.to().stream().allMatch(to -> to.isAfter(look.on())))
                .toList();
        if (felt.isEmpty()) {
            return look.found(probe, Optional.empty(), Optional.of(Duration.ZERO));
        }
        return look.found(
                probe,
                Optional.of(
                        notNegative(Duration.between(look.on(), felt.getFirst().from()))),
                felt.getLast()
                        .to()
                        .filter(to -> !to.isAfter(look.until()))
                        .map(to -> notNegative(Duration.between(look.off(), to))));
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    private static Recovery sampled(Look look, String probe, ProbeReader.Continuous reader, Tolerance.Slo slo) {
        var anyCount = slo.withAnyCount();
        Optional<Instant> first = Optional.empty();
        Optional<Instant> last = Optional.empty();
        Instant final_ = look.on();
        for (Instant to = look.on().plus(STEP); !to.isAfter(look.until()); to = to.plus(STEP)) {
            final_ = to;
            if (!Judge.judge(reader.window(to.minus(WINDOW), to), anyCount).met()) {
                first = first.isEmpty() ? Optional.of(to) : first;
                last = Optional.of(to);
            }
        }
        Optional<Duration> detect = first.map(at -> Duration.between(look.on(), at));
        boolean stillBroken = last.isPresent() && !last.get().isBefore(final_);
        // A window stays bad until the bad sample has left it, so the system was well again one window earlier.
        Instant well = last.map(at -> at.minus(WINDOW).plus(STEP)).orElse(look.off());
        Optional<Duration> recover =
                stillBroken ? Optional.empty() : Optional.of(notNegative(Duration.between(look.off(), well)));
        return look.found(probe, detect, recover);
    }
}
