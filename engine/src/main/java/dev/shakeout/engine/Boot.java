package dev.shakeout.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which start of the kernel this is: there is another id after each (random(4)). */
final class Boot {
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** The id, twice: a note that is damaged must not be believed. Empty where the kernel does not tell. */
    static Optional<String> note() throws IOException {
        if (!Files.isReadable(ID)) {
            return Optional.empty();
        }
        String id = Files.readString(ID).strip();
        return Optional.of(id + " " + id + "\n");
    }

    /** Whether a note was made before the host was started again; false when it is damaged. */
    static boolean isOfAnother(Path note) {
        try {
            String then = Files.readString(note).strip();
            String[] ids = then.split(" ", -1);
            return ids.length == 2
                    && ids[0].equals(ids[1])
                    && !note().orElse(then).strip().equals(then);
        } catch (IOException _) {
            return false;
        }
    }
}
