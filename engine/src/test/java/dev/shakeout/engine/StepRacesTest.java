package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A step that is on its way while it is taken back ends up undone, or is not taken. */
class StepRacesTest extends UndoneFolder {
    @Test
    void aCommandStillOnItsWayEndsUpUndone() throws Exception {
        Path mark = temp.resolve("mark");
        var injector = new Injector(folder, new Processes());
        for (String nap : List.of("0.3", "5")) { // one that ends in time, and one that must be ended
            var slow = Step.shell(
                    "touch slowly",
                    "sleep " + nap + "; : >\"$1\"; sleep 0.1",
                    List.of(mark.toString()),
                    Inverse.of("rm -f \"$1\"", mark.toString()));
            var injection = injection(slow);
            var injecting = Thread.startVirtualThread(() -> {
                try {
                    injector.inject(injection);
                } catch (Exception _) {
                    // stopped half way
                }
            });
            await().until(() -> folder.open().size() == 1 && hasNote());

            injecting.interrupt();
            assertThat(injector.takeBack(injection).complete()).isTrue();

            assertThat(mark).doesNotExist();
            injecting.join();
            assertThat(liveNotes()).as("still running").isEmpty();
            assertThat(mark).doesNotExist();
        }
    }

    @Test
    void aStepWhoseServerIsStillAtItIsWaitedForAndThenUndone() throws Exception {
        Path mark = temp.resolve("mark");
        var injector = new Injector(folder, new Processes());
        var asking = Step.shell(
                "ask for a touch",
                Asked.within(Duration.ofSeconds(60)) + "asking; sleep 2; : >\"$1\"; answered",
                List.of(mark.toString()),
                Inverse.of("[ -e \"$1\" ] && rm \"$1\"", mark.toString()));
        var injection = injection(asking);
        var injecting = CompletableFuture.runAsync(() -> {
            try {
                injector.inject(injection);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(this::hasAsked);

        assertThat(injector.takeBack(injection).complete()).isTrue();

        injecting.join(); // it has succeeded
        assertThat(mark).doesNotExist();
    }

    @Test
    void whatAServerDoesAfterTheStepThatAskedForItIsGoneIsUndone() throws Exception {
        Path mark = temp.resolve("mark");
        var injector = new Injector(folder, new Processes());
        var asking = Step.shell(
                "ask for a touch, and die",
                Asked.within(Duration.ofSeconds(3)) + "asking; kill -KILL $$",
                List.of(),
                Inverse.of("echo looked >>\"$1.log\"; rm -f \"$1\"", mark.toString()));
        var injection = injection(asking);
        assertThatThrownBy(() -> injector.inject(injection)).isInstanceOf(Injector.StepFailed.class);
        var server = CompletableFuture.runAsync(() -> {
            await().until(() -> Files.exists(Path.of(mark + ".log"))); // the inverse was there
            try {
                Files.createFile(mark);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(injector.takeBack(injection).complete()).isTrue();

        server.join();
        assertThat(mark).doesNotExist();
    }

    private boolean hasAsked() throws IOException {
        try (var files = Files.list(folder.path())) {
            return files.anyMatch(f -> f.toString().endsWith(".asked"));
        }
    }

    private boolean hasNote() throws IOException {
        try (var files = Files.list(folder.path())) {
            return files.anyMatch(f -> f.toString().endsWith(".pid")
                    && !Files.exists(Path.of(f.toString().replace(".pid", ".done"))));
        }
    }

    private List<ProcessIdentity> liveNotes() throws IOException {
        try (var files = Files.list(folder.path())) {
            return files.filter(f -> f.toString().endsWith(".pid"))
                    .map(f -> f.toString())
                    .flatMap(f -> note(Path.of(f)).stream())
                    .filter(ProcessIdentity::lives)
                    .toList();
        }
    }

    private static Optional<ProcessIdentity> note(Path file) {
        try {
            return ProcessIdentity.parse(Files.readString(file).replaceAll(" \\w+\\s*$", ""));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Test
    void aStepStartedAfterItsEntryWasCancelledIsNotTaken() throws IOException {
        Path mark = temp.resolve("mark");
        var entry = logging("cancelled");
        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        var finished = new Processes()
                .run(List.of(
                        "sh",
                        folder.path().resolve("step.sh").toString(),
                        folder.path().resolve(entry.number()).toString(),
                        "command",
                        "touch",
                        mark.toString()));

        assertThat(finished.status()).isEqualTo(75);
        assertThat(mark).doesNotExist();
    }

    @Test
    void aStepWhoseRunFolderIsGoneIsNotTaken() throws IOException {
        Path mark = temp.resolve("mark");
        Path step = Files.copy(folder.path().resolve("step.sh"), temp.resolve("step.sh"));
        folder.delete();

        var finished = new Processes()
                .run(List.of(
                        "sh",
                        step.toString(),
                        folder.path().resolve("000001").toString(),
                        "command",
                        "touch",
                        mark.toString()));

        assertThat(finished.ok()).isFalse();
        assertThat(mark).doesNotExist();
    }

    @Test
    void anUndoAndStepsThatRaceLeaveNothing() throws Exception {
        long seed = System.nanoTime();
        var random = new java.util.Random(seed);
        for (int trial = 0; trial < 25; trial++) {
            Path mark = temp.resolve("mark" + trial);
            var injector = new Injector(folder, new Processes());
            var touch = Step.shell(
                    "touch", ": >\"$1\"", List.of(mark.toString()), Inverse.of("rm -f \"$1\"", mark.toString()));
            var injection = injection(touch);
            var injecting = CompletableFuture.runAsync(() -> {
                try {
                    injector.inject(injection);
                } catch (Exception _) {
                    // closed or cancelled: not taken
                }
            });
            java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(12_000_000));

            injector.close();
            assertThat(injector.takeBackAll().complete()).as("seed %d", seed).isTrue();
            injecting.join();

            assertThat(mark).as("trial %d, seed %d", trial, seed).doesNotExist();
        }
    }
}
