package dev.shakeout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The shakeout command as a person starts it: a process of its own, here with a ledger and a working folder of its own. */
record Shakeout(Path work) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** What a command that has ended leaves: its exit status and what it wrote. */
    record Ended(int status, String out, String err) {}

    /** A command that is running, for those who want to meddle with it. */
    record Running(Process process, Path out, Path err) {
        String saidSoFar() {
            return text(out);
        }

        long pid() {
            return process.pid();
        }

        Ended end() {
            try {
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("the command did not end; it said: " + text(out) + text(err));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            return new Ended(process.exitValue(), text(out), text(err));
        }
    }

    Path home() {
        return work.resolve("home");
    }

    /** Where it makes its temporary files. */
    Path temporary() {
        return work.resolve("tmp");
    }

    Path runs() {
        return home().resolve("run/runs");
    }

    /** The folders of runs that are not taken back. */
    List<Path> openRuns() {
        if (!Files.isDirectory(runs())) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(runs())) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(work.resolve(name), text);
    }

    Ended run(String... arguments) throws IOException {
        return start(arguments).end();
    }

    Running start(String... arguments) throws IOException {
        return startBehind(List.of(), arguments);
    }

    /** With another command before it, such as setsid. */
    Running startBehind(List<String> before, String... arguments) throws IOException {
        var command = new ArrayList<>(before);
        command.add(java());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + Files.createDirectories(temporary()),
                "-Dshakeout.home=" + System.getProperty("shakeout.home", ".."),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.shakeout.cli.Main"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(work, "out", ".txt");
        Path err = Files.createTempFile(work, "err", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("SHAKEOUT_HOME", home().toString());
        builder.environment().put("HOME", work.toString()); // whoever runs the tests may have settings
        return new Running(builder.start(), out, err);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
