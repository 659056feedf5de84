package dev.shakeout.conformance;

import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The shakeout command, a process of its own, that drives the real Chaos Toolkit in a folder of its own. */
record Driven(Path work, Process process) {
    private static final int MINUTES = 3;

    /** @param words the command and its arguments */
    static Driven start(Path work, String... words) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dshakeout.home=" + System.getProperty("shakeout.home", ".."),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.shakeout.cli.Main"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("said.txt").toFile());
        builder.environment().put("SHAKEOUT_HOME", work.resolve("home").toString());
        builder.environment().put("HOME", work.toString()); // whoever runs the tests may have settings
        return new Driven(work, builder.start());
    }

    int end() {
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the command did not end; it said: " + said());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String said() {
        return text(work.resolve("said.txt"));
    }

    Journal journal() {
        return JournalReader.read("journal.json", text(work.resolve("journal.json")));
    }

    /** What is left of runs: their ledgers, and what is kept for these. */
    List<Path> left() {
        return Stream.of("run/runs", "state/runs", "state/held")
                .map(work.resolve("home")::resolve)
                .flatMap(Driven::content)
                .toList();
    }

    private static Stream<Path> content(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
