package dev.shakeout.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A shell script of this package. */
final class Script {
    private Script() {}

    /** Lays it down as a file. */
    static Path into(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream script = Script.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IOException("this build of the test bed lacks its " + name);
            }
            Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
