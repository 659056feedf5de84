package dev.shakeout.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The shakeout command without a process of its own, for tests that need it hundreds of times.
 *
 * @param home where it finds neither settings nor anything else
 */
public record InThisProcess(Path home) {
    /** What it leaves: its exit status and what it wrote. */
    public record Ended(int status, String out, String err) {}

    public Ended run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"));
        int status = Main.run(List.of(words), terminal);
        return new Ended(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
