package dev.shakeout.fks.supervisor;

import dev.shakeout.fks.Fks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts services as processes of this same program, on this same Java. */
final class Launcher {
    /** Small and quick to start; no performance file, which a SIGKILL would leave in /tmp. */
    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms16m",
            "-Xmx96m",
            "-Xss512k",
            "-XX:-UsePerfData",
            "-XX:ReservedCodeCacheSize=24m",
            "-Dsun.net.httpserver.nodelay=true",
            "--enable-native-access=ALL-UNNAMED");

    private final String java =
            ProcessHandle.current().info().command().orElseThrow(() -> new IllegalStateException("where is java?"));
    private final String classPath = System.getProperty("java.class.path");
    private final Path dir;

    Launcher(Path dir) {
        this.dir = dir;
    }

    /** The process; its standard input is a pipe from here, whose end tells it that the supervisor is gone. */
    Process start(ServiceSpec spec, int port) throws IOException {
        List<String> command = new ArrayList<>(spec.pinned() ? Cores.pinToLast() : List.of());
        command.add(java);
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", classPath, Fks.class.getName(), spec.name()));
        command.addAll(List.of("--port", String.valueOf(port), "--until-stdin-closes"));
        command.addAll(List.of("--dir", serviceDir(spec).toString()));
        command.addAll(spec.arguments());
        Path log = dir.resolve(spec.name() + ".log");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private Path serviceDir(ServiceSpec spec) {
        try {
            return Files.createDirectories(dir.resolve(spec.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
