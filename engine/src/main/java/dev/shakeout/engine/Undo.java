package dev.shakeout.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes entries of a ledger back by the same shell script that the sentinel uses, so there is one way back and it never
 * needs this JVM.
 */
final class Undo {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int RETRIES = 20;
    /** From here on a status means: could not be started (127), or ended by a signal (128 and its number). */
    private static final int NOT_STARTED = 127;

    private final Processes processes;

    Undo(Processes processes) {
        this.processes = processes;
    }

    /**
     * What could not be taken back.
     *
     * @param commands for a person to run
     */
    record Outcome(List<String> commands, String why) {
        boolean complete() {
            return commands.isEmpty();
        }
    }

    Outcome takeBack(RunFolder folder, List<Ledger.Entry> entries) throws IOException {
        return entries.isEmpty()
                ? new Outcome(List.of(), "")
                : run(folder, entries.stream().map(Ledger.Entry::fileName).toList());
    }

    Outcome takeBackAll(RunFolder folder) throws IOException {
        return run(folder, List.of());
    }

    private Outcome run(RunFolder folder, List<String> names) throws IOException {
        var argv = new ArrayList<>(List.of(
                "sh", folder.path().resolve("undo.sh").toString(), folder.path().toString()));
        argv.addAll(names);
        var finished = whole(argv);
        if (finished.ok()) {
            return new Outcome(List.of(), "");
        }
        List<String> left = folder.open().stream()
                .filter(file -> names.isEmpty() || names.stream().anyMatch(file.toString()::contains))
                .map(Undo::commandFor)
                .toList();
        return new Outcome(
                left.isEmpty() ? List.of(String.join(" ", argv)) : left,
                (finished.output() + finished.errors()).strip());
    }

    /** The script ignores signals, but one may come before its first line: Ctrl-C reaches the whole process group. */
    private Processes.Finished whole(List<String> argv) {
        var finished = processes.run(argv, LIMIT);
        for (int again = 0; again < RETRIES && !started(finished); again++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            finished = processes.run(argv, LIMIT);
        }
        return finished;
    }

    private static boolean started(Processes.Finished finished) {
        return finished.status() < NOT_STARTED;
    }

    private static String commandFor(Path entry) {
        return entry.toString().endsWith(".damaged") ? "read and mend by hand: " + entry : "sh " + entry;
    }
}
