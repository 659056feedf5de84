package dev.shakeout.faults.host;

import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import java.nio.file.Path;

/** This machine, with folders of a test's own. */
final class Machines {
    private static final Machine LOCAL = Machine.local();

    private Machines() {}

    static Machine in(Path folder) {
        return new Machine(
                LOCAL.root(),
                LOCAL.processes(),
                LOCAL.clock(),
                new Folders(folder.resolve("run"), folder.resolve("state")),
                LOCAL.java(),
                LOCAL.environment(),
                LOCAL.links(),
                LOCAL.facts());
    }
}
