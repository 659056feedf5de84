package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The file in which a daemon notes its number, such as /run/nginx.pid. */
final class PidFile {
    private static final int MOST_DIGITS = 10;
    private static final int MOST_BYTES = 4096;

    private PidFile() {}

    /** @throws BadValue there is no such file, or no number is in its first line */
    static long read(String name, Machine machine) {
        try {
            Path file = machine.root()
                    .resolve(Path.of(name).toAbsolutePath().toString().substring(1));
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                throw new BadValue("pid-file " + name + " is not there, or not a small file; is the process running?");
            }
            String line = Files.readString(file).lines().findFirst().orElse("").strip();
            if (!line.matches("[0-9]{1," + MOST_DIGITS + "}")) {
                throw new BadValue("pid-file " + name + " does not begin with the number of a process");
            }
            return Long.parseLong(line);
        } catch (IOException | InvalidPathException e) {
            throw new BadValue("pid-file " + name + " cannot be read: " + e.getMessage());
        }
    }
}
