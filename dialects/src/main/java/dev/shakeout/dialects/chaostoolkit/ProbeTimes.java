package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Words;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Reads;
import dev.shakeout.model.Retry;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a probe says of itself: how often it is tried, and, in the hypothesis, when it is read. */
final class ProbeTimes {
    private static final Type<Duration> SOME = Type.duration(Duration.ofMillis(1), Duration.ofDays(1));
    private static final Type<Duration> ANY = Type.duration(Duration.ZERO, Duration.ofDays(1));

    static final Parameter<Duration> WITHIN = Parameter.withDefault(
            "within",
            ANY,
            Duration.ZERO,
            "How long the tolerance may take to be met: the probe is read again until then.");

    static final Parameter<Integer> ATTEMPTS = Parameter.required(
            "attempts", Type.integer(1, 10_000), "How many readings at most; the first that is met is the last.");
    static final Parameter<Duration> PAUSE = Parameter.withDefault(
            "interval", ANY, Duration.ofSeconds(1), "How long to wait from a reading that missed to the next.");
    static final List<String> RETRY_KEYS = List.of("attempts", "interval");

    static final Type<Phase> PHASE = Words.of(Phase.class);

    static final Parameter<Duration> DELAY = Parameter.withDefault(
            "delay", ANY, Duration.ZERO, "From the start of the method to the first reading while it runs.");
    static final Parameter<Duration> INTERVAL = Parameter.optional(
            "interval",
            Type.duration(Duration.ofMillis(10), Duration.ofDays(1)),
            "How long to wait between two readings while the method runs; the frequency of 'runtime' unless given.");
    static final Parameter<Duration> FOR = Parameter.optional(
            "for", SOME, "How long after the delay readings may begin; until the method ends unless given.");
    static final List<String> DURING_KEYS = List.of("delay", "interval", "for");

    /** What only a probe of the hypothesis has. */
    static final List<String> HYPOTHESIS_KEYS = List.of("phases", "during");

    private final Substitution substitution;

    ProbeTimes(Substitution substitution) {
        this.substitution = substitution;
    }

    Retry retry(Fields probe) {
        Duration within = probe.get(WITHIN);
        if (probe.find("retry").isEmpty()) {
            return Retry.within(within);
        }
        if (probe.find(WITHIN.name()).isPresent()) {
            probe.problems()
                    .at(
                            probe.positionOf("retry"),
                            "'retry' and 'within' exclude each other; 'retry' says how many readings there are, 'within' for"
                                    + " how long they go on");
        }
        return object(probe, "retry", RETRY_KEYS)
                .flatMap(retry -> {
                    Duration interval = retry.get(PAUSE);
                    return retry.require(ATTEMPTS).map(most -> (Retry) new Retry.Attempts(most, interval));
                })
                .orElse(Retry.NONE);
    }

    Reads reads(Fields probe, boolean ofHypothesis) {
        boolean ours = probe.problems().rules().ours();
        for (String key : HYPOTHESIS_KEYS) {
            if (probe.find(key).isPresent() && !(ours && ofHypothesis)) {
                probe.problems()
                        .at(
                                probe.positionOf(key),
                                ours
                                        ? "'" + key + "' goes with a probe of the hypothesis only"
                                        : "'" + key
                                                + "' is Shakeout's own: by the rules of Chaos Toolkit the strategy says when"
                                                + " probes are read; leave it out, or leave out --compat");
            }
        }
        if (!ours || !ofHypothesis) {
            return Reads.BY_STRATEGY;
        }
        Set<Phase> phases = phases(probe);
        if (probe.find("during").isPresent() && !phases.contains(Phase.DURING)) {
            probe.problems()
                    .at(
                            probe.positionOf("during"),
                            "'during' says how a probe is read while the method runs; name during in its 'phases' too");
        }
        return new Reads(
                phases,
                object(probe, "during", DURING_KEYS).map(ProbeTimes::pace).orElse(Reads.Pace.BY_STRATEGY));
    }

    private static Reads.Pace pace(Fields during) {
        return new Reads.Pace(during.get(DELAY), during.find(INTERVAL), during.find(FOR));
    }

    private Optional<Fields> object(Fields probe, String key, List<String> keys) {
        return probe.find(key)
                .map(substitution::fill)
                .flatMap(tree -> Fields.of(tree, "'" + key + "'", probe.problems()))
                .map(fields -> fields.allow(keys));
    }

    private static Set<Phase> phases(Fields probe) {
        var phases = EnumSet.noneOf(Phase.class);
        if (probe.find("phases").isEmpty()) {
            return phases;
        }
        int mistakes = probe.problems().count();
        probe.items("phases")
                .forEach(item -> probe.problems().parse(item, PHASE, "phases").ifPresent(phases::add));
        if (phases.isEmpty() && probe.problems().count() == mistakes) {
            probe.problems()
                    .at(
                            probe.positionOf("phases"),
                            "'phases' names none; a probe that is never read proves nothing (" + PHASE.allowed() + ")");
        }
        return phases;
    }
}
