package dev.shakeout.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A user's Python that finds modules in the folder of a test; the test is skipped where there is none. */
final class OwnPython {
    private OwnPython() {}

    /** @return its path, for --python */
    static String in(Path work, Shakeout shakeout) throws IOException {
        var found = Machine.local().tool("python3");
        assumeTrue(found.isPresent(), "needs python3 on PATH");
        Path wrapper = shakeout.write(
                "my-python", "#!/bin/sh\nPYTHONPATH='" + work + "' exec " + found.orElseThrow() + " \"$@\"\n");
        return Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }
}
