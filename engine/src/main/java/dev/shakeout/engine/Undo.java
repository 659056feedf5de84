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
    /** Out of the terminal's reach, where that is possible; the shell looks, as the JVM would take longer. */
    private static final List<String> OWN_SESSION =
            List.of("sh", "-c", "command -v setsid >/dev/null 2>&1 && exec setsid sh \"$@\"; exec sh \"$@\"", "undo");

    private final Processes processes;

    Undo(Processes processes) {
        this.processes = processes;
    }

    /**
     * What came of an undo.
     *
     * @param left what could not be taken back
     */
    record Outcome(List<Left> left, String why) {
        static final Outcome NOTHING_LEFT = new Outcome(List.of(), "");

        boolean complete() {
            return left.isEmpty();
        }

        /** For a person to run. */
        List<String> commands() {
            return left.stream().map(Left::command).toList();
        }

        /** The part of it that these entries are about. */
        Outcome of(List<Ledger.Entry> entries) {
            var part = left.stream()
                    .filter(one -> entries.stream()
                            .anyMatch(
                                    entry -> one.file().isEmpty() || one.file().startsWith(entry.fileName())))
                    .toList();
            return part.isEmpty() ? NOTHING_LEFT : new Outcome(part, why);
        }
    }

    /**
     * Something that is still broken.
     *
     * @param file the entry's name; empty when the undo as a whole did not work
     * @param command that clears it
     */
    record Left(String file, String command) {}

    Outcome takeBack(RunFolder folder, List<Ledger.Entry> entries) throws IOException {
        return entries.isEmpty()
                ? Outcome.NOTHING_LEFT
                : run(
                        folder,
                        entries.stream().map(Ledger.Entry::fileName).sorted().toList());
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
            return Outcome.NOTHING_LEFT;
        }
        List<Left> left = folder.open().stream()
                .filter(file -> names.isEmpty() || names.stream().anyMatch(file.toString()::contains))
                .map(file -> new Left(file.getFileName().toString(), commandFor(folder, file)))
                .toList();
        return new Outcome(
                left.isEmpty()
                        ? List.of(new Left("", "sh " + quoted(script(folder)) + " " + quoted(folder.path())))
                        : left,
                (finished.output() + finished.errors()).strip());
    }

    /** {@link CompletableFuture#join} waits on through interrupts and keeps the thread's flag. */
    private Processes.Finished uninterrupted(List<String> argv) {
        return Threads.ask("undo", () -> started(argv)).join();
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
