package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a run, with a ledger whose inverses write down that they were run. */
abstract class UndoneFolder {
    @TempDir
    Path temp;

    RunFolder folder;
    Ledger ledger;
    Undo undo;

    @BeforeEach
    void makeLedger() throws IOException {
        folder = RunFolder.create(Machines.in(temp).folders(), "test");
        ledger = new Ledger(folder);
        undo = new Undo(new Processes());
    }

    Path log() {
        return temp.resolve("log");
    }

    Ledger.Entry logging(String word) throws IOException {
        return ledger.write("target", "say " + word, Machines.undo("echo \"$2\" >>\"$1\"", log(), word));
    }

    static Injection injection(Step... steps) {
        return new Injection(
                "i1",
                "activity",
                "test/steps",
                new Target("host", "here", "here", Map.of()),
                "test",
                List.of(steps),
                "",
                List.of(),
                Optional.empty());
    }
}
