package dev.shakeout.engine;

import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes entries of a ledger back by the same shell script that the sentinel uses, so there is one way back and it never
 * needs this JVM. Once begun it goes on to its end, whoever interrupts this thread or presses Ctrl-C.
 */
final class Undo {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int RETRIES = 20;
    /** From here on a status means: could not be started (127), or ended by a signal (128 and its number). */
    private static final int NOT_STARTED = 127;
    /** Out of the terminal's reach, where that is possible. */
    private static final List<String> OWN_SESSION =
            List.of("sh", "-c", "command -v setsid >/dev/null 2>&1 && exec setsid sh \"$@\"; exec sh \"$@\"", "undo");

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
        var argv = new ArrayList<>(OWN_SESSION);
        argv.addAll(List.of(script(folder).toString(), folder.path().toString()));
        argv.addAll(names);
        var finished = uninterrupted(argv);
        if (finished.ok() || !folder.exists()) { // the sentinel was quicker: the folder goes last
            return new Outcome(List.of(), "");
        }
        List<String> left = folder.open().stream()
                .filter(file -> names.isEmpty() || names.stream().anyMatch(file.toString()::contains))
                .map(file -> commandFor(folder, file))
                .toList();
        return new Outcome(
                left.isEmpty() ? List.of("sh " + quoted(script(folder)) + " " + quoted(folder.path())) : left,
                (finished.output() + finished.errors()).strip());
    }

    /** {@link CompletableFuture#join} waits on through interrupts and keeps the thread's flag. */
    private Processes.Finished uninterrupted(List<String> argv) {
        return CompletableFuture.supplyAsync(() -> started(argv), Thread::startVirtualThread)
                .join();
    }

    /** Ctrl-C reaches the whole process group, also a child that has not yet got as far as its own session. */
    private Processes.Finished started(List<String> argv) {
        var finished = processes.run(argv, LIMIT);
        for (int again = 0; again < RETRIES && finished.status() >= NOT_STARTED; again++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            finished = processes.run(argv, LIMIT);
        }
        return finished;
    }

    private static Path script(RunFolder folder) {
        return folder.path().resolve("undo.sh");
    }

    /** By the same script, as it also ends the entry's child and notes that the entry is taken back. */
    private static String commandFor(RunFolder folder, Path entry) {
        if (entry.toString().endsWith("-lost.damaged")) {
            return "cat " + quoted(entry)
                    + " # what began the step whose entry is missing: see by hand what it has done,"
                    + " then delete this";
        }
        return entry.toString().endsWith(".damaged")
                ? "cat " + quoted(entry) + " # damaged, so it was not run: do by hand what it says, then delete it"
                : "sh " + quoted(script(folder)) + " " + quoted(folder.path()) + " " + entry.getFileName();
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w/.+-]+") ? text : Inverse.quote(text);
    }
}
