package dev.shakeout.faults.host;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a run stands still until it is let go, without the product knowing: who comes to the gate makes the file
 * "arrived" and waits for the file "open".
 */
record Gate(Path folder) {
    private static final String STAND = ": >\"$1/arrived\"; until [ -e \"$1/open\" ]; do sleep 0.02; done";

    boolean reached() {
        return Files.exists(folder.resolve("arrived"));
    }

    void open() {
        try {
            Files.createFile(folder.resolve("open"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a thread of the runner. */
    void stand() throws InterruptedException {
        try {
            Files.createFile(folder.resolve("arrived"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (Files.notExists(folder.resolve("open"))) {
            Thread.sleep(5);
        }
    }

    /** The step, taken only once the gate is open; its inverse is in the ledger by then. */
    Step before(Step step) {
        var argv = new ArrayList<>(List.of("sh", "-c", STAND + "; shift; exec \"$@\"", "gate", folder.toString()));
        argv.addAll(step.change().argv());
        Step.Change change = switch (step.change()) {
            case Step.Change.Command _ -> new Step.Change.Command(argv);
            case Step.Change.Child child -> new Step.Change.Child(argv, child.idle());
        };
        return new Step(step.what(), change, step.undo());
    }

    /** A step that changes nothing but takes until the gate is open. */
    Step onTheWayIn() {
        return Step.shell("stand at the gate", STAND, List.of(folder.toString()), Inverse.of(":"));
    }

    /** A step whose inverse takes until the gate is open when it is first run. */
    Step onTheWayBack() {
        return Step.shell(
                "come by the gate",
                ":",
                List.of(),
                Inverse.of("mkdir \"$1/met\" 2>/dev/null || exit 0\n" + STAND, folder.toString()));
    }
}
