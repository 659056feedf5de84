package dev.shakeout.faults.host;

import dev.shakeout.engine.MildArguments;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Span;
import java.time.Duration;

/** Arguments for a fault that a test knows nothing of. */
final class Examples {
    private Examples() {}

    static Arguments of(Descriptor descriptor) {
        return MildArguments.of(descriptor);
    }

    /** A value as its type would be written in a file. */
    static String written(Object value) {
        return value instanceof Duration duration ? Span.words(duration) : value.toString();
    }
}
