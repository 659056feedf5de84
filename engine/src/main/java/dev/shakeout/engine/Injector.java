package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes the steps of injections, each only after its inverse is in the ledger, and takes them back. */
final class Injector {
    private static final Duration STEP_LIMIT = Duration.ofSeconds(30);
    private static final Duration READY_LIMIT = Duration.ofSeconds(15);
    private static final int ALREADY_TAKEN_BACK = 75;

    private final RunFolder folder;
    private final Ledger ledger;
    private final Undo undo;
    private final Processes processes;
    private final Map<String, List<Ledger.Entry>> entries = new ConcurrentHashMap<>();

    Injector(RunFolder folder, Processes processes) {
        this.folder = folder;
        this.ledger = new Ledger(folder);
        this.undo = new Undo(processes);
        this.processes = processes;
    }

    /** A step that failed; what was done before it must still be taken back. */
    static final class StepFailed extends Exception {
        StepFailed(String message) {
            super(message);
        }
    }

    /**
     * Takes every step. When it throws, the caller takes the injection back: some steps may have been taken.
     *
     * @throws IOException the ledger could not be written; the step it was for was not taken
     */
    void inject(Injection injection) throws IOException, StepFailed, InterruptedException {
        List<Ledger.Entry> own = entries.computeIfAbsent(injection.id(), _ -> new ArrayList<>());
        for (Step step : injection.steps()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Ledger.Entry entry = ledger.write(step.what() + " (" + injection.fault() + ")", step.undo());
            synchronized (own) {
                own.add(entry);
            }
            switch (step.change()) {
                case Step.Change.Command command -> runCommand(step, entry, command);
                case Step.Change.Child child -> startChild(step, entry, child);
            }
        }
    }

    private List<String> guarded(Ledger.Entry entry, String kind, List<String> argv) {
        var guarded = new ArrayList<>(List.of(
                "sh",
                folder.path().resolve("step.sh").toString(),
                folder.path().resolve(entry.number()).toString(),
                kind));
        guarded.addAll(argv);
        return guarded;
    }

    private void runCommand(Step step, Ledger.Entry entry, Step.Change.Command command) throws StepFailed {
        var finished = processes.run(guarded(entry, "command", command.argv()), STEP_LIMIT);
        if (finished.status() == ALREADY_TAKEN_BACK) {
            throw new StepFailed("'" + step.what() + "' was not done: the run is being taken back");
        }
        if (!finished.ok()) {
            throw new StepFailed("could not " + step.what() + ": " + finished.complaint());
        }
    }

    private void startChild(Step step, Ledger.Entry entry, Step.Change.Child child)
            throws IOException, StepFailed, InterruptedException {
        Process process = processes.start(guarded(entry, "child", child.argv()));
        var firstLine = CompletableFuture.supplyAsync(() -> firstLine(process), Thread::startVirtualThread);
        String line;
        try {
            line = firstLine.get(READY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            line = "no sign of life within " + READY_LIMIT.toSeconds() + " s";
        }
        if (!line.equals("ready")) {
            throw new StepFailed("could not " + step.what() + ": " + line);
        }
        Thread.startVirtualThread(() -> drain(process));
    }

    private static String firstLine(Process process) {
        try {
            var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            if (line != null) {
                return line;
            }
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return errors.lines().findFirst().orElse("it ended at once");
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A child that talks must not stall on a full pipe. */
    private static void drain(Process process) {
        try (var output = process.getInputStream();
                var errors = process.getErrorStream()) {
            Thread.startVirtualThread(() -> {
                try {
                    errors.transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException _) {
                    // it ended
                }
            });
            output.transferTo(java.io.OutputStream.nullOutputStream());
            process.waitFor();
        } catch (IOException _) {
            // it ended
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes one injection back, its newest step first. Safe to repeat, and while another thread still injects it. */
    Undo.Outcome takeBack(Injection injection) throws IOException {
        List<Ledger.Entry> own = entries.getOrDefault(injection.id(), List.of());
        List<Ledger.Entry> copy;
        synchronized (own) {
            copy = List.copyOf(own);
        }
        return undo.takeBack(folder, copy);
    }

    Undo.Outcome takeBackAll() throws IOException {
        return undo.takeBackAll(folder);
    }
}
