package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Words;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Strategies.HypothesisWhen;
import dev.shakeout.model.Strategies.RollbackWhen;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of strategies, in a file's {@code runtime} and on the command line. */
public final class StrategyWords {
    /** "continously" is how Chaos Toolkit spelt it for years. */
    public static final Type<HypothesisWhen> HYPOTHESIS =
            Words.of(HypothesisWhen.class, Map.of("continously", HypothesisWhen.CONTINUOUSLY));

    public static final Type<RollbackWhen> ROLLBACKS = Words.of(RollbackWhen.class);

    static final Parameter<HypothesisWhen> WHEN =
            Parameter.withDefault("strategy", HYPOTHESIS, HypothesisWhen.DEFAULT, "When the hypothesis is checked.");
    static final Parameter<Duration> FREQUENCY = Parameter.withDefault(
            "frequency",
            Pause.between(Duration.ofMillis(10)),
            Strategies.DEFAULT.frequency(),
            "How long to wait between two checks during the method.");
    static final Parameter<Boolean> FAIL_FAST = Parameter.withDefault(
            "fail-fast", Type.bool(), false, "Whether a miss during the method ends the run at once.");
    static final Parameter<RollbackWhen> ROLLBACK = Parameter.withDefault(
            "strategy",
            ROLLBACKS,
            RollbackWhen.DEFAULT,
            "When the file's rollbacks run. Shakeout's own faults are always taken back.");
    static final List<String> KEYS = List.of("hypothesis", "rollbacks");
    static final List<String> HYPOTHESIS_KEYS = List.of("strategy", "frequency", "fail-fast");
    static final List<String> ROLLBACKS_KEYS = List.of("strategy");

    private StrategyWords() {}

    static Strategies read(Optional<Fields> runtime) {
        var standard = Strategies.DEFAULT;
        if (runtime.isEmpty()) {
            return standard;
        }
        var hypothesis = runtime.get().allow(KEYS).object("hypothesis");
        hypothesis.ifPresent(fields -> fields.allow(HYPOTHESIS_KEYS));
        var rollbacks = runtime.get().object("rollbacks");
        rollbacks.ifPresent(fields -> fields.allow(ROLLBACKS_KEYS));
        return new Strategies(
                hypothesis.flatMap(fields -> fields.find(WHEN)).orElse(standard.hypothesis()),
                hypothesis.flatMap(fields -> fields.find(FREQUENCY)).orElse(standard.frequency()),
                hypothesis.flatMap(fields -> fields.find(FAIL_FAST)).orElse(standard.failFast()),
                rollbacks.flatMap(fields -> fields.find(ROLLBACK)).orElse(standard.rollbacks()));
    }
}
