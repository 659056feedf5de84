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

    /** @param stage whose disk is there for a fault of files */
    static Arguments of(Descriptor descriptor, Stage stage) {
        return breaksFiles(descriptor)
                ? MildArguments.of(descriptor, stage.disk().get())
                : of(descriptor);
    }

    static boolean breaksFiles(Descriptor descriptor) {
        return descriptor.parameters().stream()
                .anyMatch(parameter -> parameter.type().name().equals("path"));
    }

    /** A value as its type would be written in a file. */
    static String written(Object value) {
        return value instanceof Duration duration ? Span.words(duration) : value.toString();
    }
}
