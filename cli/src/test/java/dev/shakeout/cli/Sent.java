package dev.shakeout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Signals that a test sends. */
final class Sent {
    private Sent() {}

    /** @param pid of a process, or with a minus of its group */
    static void signal(String name, String pid) throws Exception {
        new ProcessBuilder("sh", "-c", "kill -s \"$1\" -- \"$2\"", "kill", name, pid)
                .start()
                .waitFor();
    }

    /** A JVM leaves SIGINT or SIGHUP ignored when it was started so, as by nohup or a shell's "&". */
    static boolean signalsAreIgnoredHere() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String mask = lines.filter(line -> line.startsWith("SigIgn:"))
                    .findFirst()
                    .orElseThrow()
                    .substring("SigIgn:".length())
                    .strip();
            return (Long.parseUnsignedLong(mask, 16) & 0b11) != 0;
        }
    }
}
