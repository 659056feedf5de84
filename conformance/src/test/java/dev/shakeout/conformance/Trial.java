package dev.shakeout.conformance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One case, run by one tool. */
final class Trial {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Trial() {}

    static Outcome run(Tool tool, Case given) {
        Path place = Corpus.home().resolve("target/corpus").resolve(given.name());
        try (Sandbox sandbox = Sandbox.open(given, place.resolve(tool.name()))) {
            var command = new ArrayList<>(given.signal().isPresent() ? Signals.heeded() : List.of());
            command.addAll(tool.start(given));
            command.addAll(sandbox.words());
            Path said = place.resolve(tool.name() + ".said");
            var builder = new ProcessBuilder(command)
                    .directory(sandbox.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().clear();
            builder.environment().putAll(sandbox.environment());
            int exit = end(builder.start(), given, sandbox.folder(), said);
            return sandbox.outcome(exit, Files.readString(said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static int end(Process process, Case given, Path folder, Path said)
            throws IOException, InterruptedException {
        try {
            if (given.signal().isPresent()) {
                Case.Signal signal = given.signal().get();
                await().atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> Files.exists(folder.resolve(signal.after())) || !process.isAlive());
                Signals.send(signal.name(), process.pid());
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(
                        given + " did not end within " + LIMIT.toSeconds() + " s; it said: " + Files.readString(said));
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
