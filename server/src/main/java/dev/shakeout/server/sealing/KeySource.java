package dev.shakeout.server.sealing;

import dev.shakeout.engine.Processes;
import dev.shakeout.model.BadValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where the key for secrets comes from. */
public sealed interface KeySource {
    /** A file that only its owner can read. */
    record File(Path path) implements KeySource {}

    /** What a command says on its standard output, given to a shell: so any service that keeps keys will do. */
    record Command(String command) implements KeySource {}

    /** @throws BadValue it cannot be had, or is none */
    default SealingKey key(Processes processes) throws IOException {
        return switch (this) {
            case File(Path path) -> SealingKey.read(path);
            case Command(String command) -> said(processes.run(List.of("sh", "-c", command), Duration.ofSeconds(30)));
        };
    }

    private static SealingKey said(Processes.Finished finished) {
        if (!finished.ok()) { // what it said may be half a key
            throw new BadValue("the command for the key for secrets ended with status " + finished.status() + ": "
                    + finished.errors().strip());
        }
        try {
            return SealingKey.parse(finished.output());
        } catch (BadValue e) {
            throw new BadValue("what the command for the key for secrets said is none: " + e.getMessage());
        }
    }
}
