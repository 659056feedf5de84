package dev.shakeout.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Knows what Chaos Toolkit does with a case: by running it, once, or from its record where it cannot be installed. */
final class Reference {
    private static final Map<String, Outcome> LIVE = new ConcurrentHashMap<>();

    private Reference() {}

    private static final class Looked {
        static final ChaosToolkit.Found FOUND = ChaosToolkit.find();
    }

    static Optional<ChaosToolkit> tool() {
        return Looked.FOUND.tool();
    }

    /** Why there is no tool. */
    static String reason() {
        return Looked.FOUND.said();
    }

    /** @throws java.util.NoSuchElementException where it is not installed */
    static Outcome live(Case given) {
        return LIVE.computeIfAbsent(given.name(), name -> Trial.run(tool().orElseThrow(), given));
    }
}
