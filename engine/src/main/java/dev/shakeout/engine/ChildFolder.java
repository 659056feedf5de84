package dev.shakeout.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a {@link ChildRun} leaves in its folder, for whoever started it and for who comes after him. */
public record ChildFolder(Path path) {
    static final String EXPERIMENT = "experiment.json";
    static final String JOURNAL = "journal.json";
    private static final String TELEMETRY = "telemetry.json";
    /** From here on a shell tells of a signal. */
    private static final int SIGNALS = 128;

    private static final List<String> OTHERS = List.of("out", "err", "owner", "status", "status.new", TELEMETRY);

    Path experiment() {
        return path.resolve(EXPERIMENT);
    }

    /** Until the run has read it. */
    Path telemetry() {
        return path.resolve(TELEMETRY).toAbsolutePath();
    }

    public Path journal() {
        return path.resolve(JOURNAL);
    }

    /** What it has told on its standard output. */
    public Path told() {
        return path.resolve("out");
    }

    /** What it complained of. */
    public String errors() throws IOException {
        Path file = path.resolve("err");
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    /** Its exit status; empty while it lives, and when it was killed. */
    public Optional<Integer> status() {
        try {
            return Optional.of(
                    Integer.valueOf(Files.readString(path.resolve("status")).strip()));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Whether a signal has ended it. Only of one that lives no longer. */
    public boolean wasKilled() {
        return status().filter(status -> status < SIGNALS).isEmpty();
    }

    /** Whether it is still under way, whoever started it. */
    public boolean lives() {
        try {
            return ProcessIdentity.ofStat(Files.readString(path.resolve("owner")))
                    .filter(ProcessIdentity::lives)
                    .isPresent();
        } catch (IOException _) {
            return false; // it never began
        }
    }

    /** Deletes all but the journal. */
    public void tidy() throws IOException {
        Files.deleteIfExists(experiment());
        for (String file : OTHERS) {
            Files.deleteIfExists(path.resolve(file));
        }
    }
}
