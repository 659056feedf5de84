package dev.shakeout.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Program;
import java.io.IOException;
import java.nio.file.Path;

/** A user's Python that finds modules in the folder of a test; the test is skipped where there is none. */
final class OwnPython {
    private OwnPython() {}

    /** @return its path, for --python */
    static String in(Path work) throws IOException {
        var found = Machine.local().tool("python3");
        assumeTrue(found.isPresent(), "needs python3 on PATH");
        return Program.script(
                        work.resolve("my-python"),
                        "#!/bin/sh\nPYTHONPATH='" + work + "' exec " + found.orElseThrow() + " \"$@\"\n")
                .toString();
    }
}
