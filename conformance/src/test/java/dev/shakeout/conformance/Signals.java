package dev.shakeout.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Signals to processes that a test started. */
final class Signals {
    private Signals() {}

    static void send(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "kill", name, Long.toString(pid))
                .start()
                .waitFor();
    }

    /**
     * What to put before a command so that it heeds Ctrl-C: a shell's "&" or nohup leave SIGINT ignored, and children
     * inherit that.
     */
    static List<String> heeded() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String ignored = lines.filter(line -> line.startsWith("SigIgn:"))
                    .findFirst()
                    .orElseThrow()
                    .substring("SigIgn:".length())
                    .strip();
            boolean sigint = (Long.parseUnsignedLong(ignored, 16) & 0b10) != 0;
            return sigint ? List.of("env", "--default-signal=INT") : List.of();
        }
    }
}
