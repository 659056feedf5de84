package dev.shakeout.server.run;

import dev.shakeout.engine.ChildFolder;
import dev.shakeout.engine.Recover;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.store.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an earlier life of this server has left of a run. Its command takes everything back by itself, and is waited for.
 *
 * @param recent whether that life ended so little ago that whoever wanted the run still does
 */
record Remains(Chronicle chronicle, boolean recent) {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String GONE = "the server that carried it out was gone";

    /** Brings it to an end, or hands it on to whichever server is there. */
    void bury() {
        StoredRun run = chronicle.run();
        var folder = new ChildFolder(chronicle.workshop().folder(run));
        boolean begun = run.state() != StoredRun.State.WAITING;
        try (var _ = door(folder)) {
            Lines lines = chronicle.lines(folder);
            while (folder.lives()) {
                Thread.sleep(PAUSE);
            }
            chronicle.tell(lines.next(true));
            Outcome outcome = begun ? taken(Outcome.of(folder), GONE, chronicle.workshop()) : notBegun();
            if (recent) {
                chronicle.handOn(outcome, GONE, begun);
            } else {
                chronicle.end(outcome);
            }
        } catch (IOException e) {
            chronicle.end(Outcome.without(
                    Optional.of(Verdict.FAILED),
                    List.of(GONE + ", and what it left cannot be read: " + e.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the next start goes on with it
        }
    }

    /** What takes back asks there whether agents have. */
    private Workshop.Way door(ChildFolder folder) {
        if (Files.isDirectory(folder.path())) {
            try {
                return chronicle
                        .workshop()
                        .doors()
                        .open(
                                folder.path().resolve(Attempt.DOOR),
                                chronicle.run().environment());
            } catch (IOException e) {
                chronicle
                        .workshop()
                        .trouble()
                        .accept("run " + chronicle.run().id() + " reaches no agents: " + e.getMessage());
            }
        }
        return Workshop.NO_WAY;
    }

    private static Outcome notBegun() {
        return Outcome.without(
                Optional.empty(),
                List.of("the server ended before the run began; start it again if it is still wanted"));
    }

    /** What is left on this host of a run that could not end by itself is taken back now. */
    static Outcome taken(Outcome outcome, String gone, Workshop workshop) throws IOException {
        var leftovers = new ArrayList<String>();
        for (Recover.Outcome each : new Recover(workshop.machine()).deadRuns()) {
            if (!each.clean()) {
                leftovers.add(
                        "run " + each.runId() + " " + each.words() + "; run: " + String.join(" ; ", each.leftovers()));
            }
        }
        return leftovers.isEmpty()
                ? outcome.because(List.of(gone + "; what the run had changed is taken back"))
                : outcome.unsafe(leftovers).because(List.of(gone));
    }
}
