package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Words;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Strategies.HypothesisWhen;
import dev.shakeout.model.Strategies.RollbackWhen;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of strategies, in a file's {@code runtime} and on the command line. */
public final class StrategyWords {
    /** "continously" is how Chaos Toolkit spelt it for years. */
    public static final Type<HypothesisWhen> HYPOTHESIS =
            new Words<>(words(HypothesisWhen.values()), Map.of("continously", HypothesisWhen.CONTINUOUSLY));

    public static final Type<RollbackWhen> ROLLBACKS = new Words<>(words(RollbackWhen.values()), Map.of());

    private StrategyWords() {}

    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        var words = new LinkedHashMap<String, E>();
        for (E value : values) {
            words.put(value.name().toLowerCase(Locale.ROOT).replace('_', '-'), value);
        }
        return words;
    }

    static Strategies read(Optional<Fields> runtime) {
        var standard = Strategies.DEFAULT;
        if (runtime.isEmpty()) {
            return standard;
        }
        var hypothesis = runtime.get().allow("hypothesis", "rollbacks").object("hypothesis");
        hypothesis.ifPresent(fields -> fields.allow("strategy", "frequency", "fail-fast"));
        var rollbacks = runtime.get().object("rollbacks");
        rollbacks.ifPresent(fields -> fields.allow("strategy"));
        return new Strategies(
                hypothesis
                        .flatMap(fields -> fields.find("strategy", HYPOTHESIS))
                        .orElse(standard.hypothesis()),
                hypothesis
                        .flatMap(fields -> fields.find("frequency", Pause.between(Duration.ofMillis(10))))
                        .orElse(standard.frequency()),
                hypothesis
                        .flatMap(fields -> fields.find("fail-fast", Type.bool()))
                        .orElse(standard.failFast()),
                rollbacks.flatMap(fields -> fields.find("strategy", ROLLBACKS)).orElse(standard.rollbacks()));
    }
}
