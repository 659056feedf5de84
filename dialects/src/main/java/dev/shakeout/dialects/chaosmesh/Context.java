package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Choices;
import java.time.Duration;
import java.util.Optional;

/**
 * What surrounds a spec.
 *
 * @param namespace of the object, "" when it says none; selectors that name none mean this one
 * @param deadline how long a workflow gives it, where it is part of one
 */
record Context(Choices choices, String namespace, Optional<Deadline> deadline) {
    /** @param lasts empty where the workflow says no end either */
    record Deadline(Optional<Duration> lasts) {}

    Context within(Optional<Duration> lasts) {
        return new Context(choices, namespace, Optional.of(new Deadline(lasts)));
    }
}
