package dev.shakeout.fks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives the process the name that ps and pgrep show, as nginx and PostgreSQL do. */
final class ProcessTitle {
    private static final int KERNEL_CHARS_MAX = 15;

    private ProcessTitle() {}

    static void set(String title) {
        long pid = ProcessHandle.current().pid();
        try {
            Files.writeString(
                    Path.of("/proc/self/task/" + pid + "/comm"),
                    title.substring(0, Math.min(title.length(), KERNEL_CHARS_MAX)));
        } catch (IOException e) {
            // Other systems than Linux have no such file, and a name is a comfort only.
            System.err.println("keeps its process name: " + e);
        }
    }
}
