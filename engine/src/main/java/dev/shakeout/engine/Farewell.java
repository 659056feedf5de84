package dev.shakeout.engine;

import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * What is taken away from elsewhere when everything was taken back and the runner is gone, who would do it itself: each a
 * shell script in the run's folder, named after its own SHA-256 as an entry of the ledger is.
 */
record Farewell(RunFolder folder) {
    static final String SCRIPT = "farewell.sh";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** In the order in which they are run; when this returns, they survive the loss of power. */
    void write(List<Inverse> last) throws IOException {
        for (int i = 0; i < last.size(); i++) {
            byte[] text = Ledger.shell(last.get(i)).getBytes(StandardCharsets.UTF_8);
            String name = "%06d-%s.farewell".formatted(i + 1, Ledger.hash(text));
            write(name, text);
        }
        if (!last.isEmpty()) {
            RunFolder.sync(folder.path());
        }
    }

    private void write(String name, byte[] text) throws IOException {
        try (var file = RunFolder.open(folder.path().resolve(name), StandardOpenOption.TRUNCATE_EXISTING)) {
            RunFolder.write(file, text);
            file.force(true);
        }
    }

    /** The same of one more, which is run before the others: these may take away what it needs. */
    void writeFirst(Inverse first) throws IOException {
        byte[] text = Ledger.shell(first).getBytes(StandardCharsets.UTF_8);
        write("%06d-%s.farewell".formatted(0, Ledger.hash(text)), text);
        RunFolder.sync(folder.path());
    }

    /** What does not succeed breaks nobody's service, and is left. */
    void say(Processes processes) {
        if (folder.has(SCRIPT)) {
            processes.run(
                    List.of(
                            "sh",
                            folder.path().resolve(SCRIPT).toString(),
                            folder.path().toString()),
                    LIMIT);
        }
    }
}
