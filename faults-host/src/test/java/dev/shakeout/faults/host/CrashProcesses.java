package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The processes of one run in a home of its own, and how they are killed.
 *
 * @param home the run's SHAKEOUT_HOME, by which all that it has started is known
 */
record CrashProcesses(Path home, Machine machine) {
    /** The run's folder, while it is there. */
    Optional<Path> runFolder() {
        return Stream.of("run/runs", "state/runs")
                .map(home::resolve)
                .filter(Files::isDirectory)
                .flatMap(runs -> only(runs).stream())
                .findFirst();
    }

    private static Optional<Path> only(Path runs) {
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sentinel leads a session of its own, so its number is also that of its group. */
    Optional<Long> sentinel() {
        return matching(argv -> argv.stream().anyMatch(word -> word.endsWith("/sentinel.sh")))
                .filter(pid -> group(pid) == pid)
                .findFirst();
    }

    private long group(long pid) {
        List<String> stat = new Procfs(machine).lines(pid + "/stat");
        return stat.isEmpty()
                ? 0
                : Long.parseLong(stat.getFirst()
                        .substring(stat.getFirst().lastIndexOf(')') + 2)
                        .split(" ", -1)[2]);
    }

    /** A child of the fault that lives, by the note that its step has left. */
    Optional<Long> child() {
        return runFolder().stream()
                .flatMap(CrashProcesses::notes)
                .map(note -> note.split(" ", -1))
                .filter(note -> note.length == 3 && note[2].equals("child"))
                .filter(note -> new Procfs(machine)
                        .stat(Long.parseLong(note[0]))
                        .filter(stat -> stat.start() == Long.parseLong(note[1]) && !stat.ended())
                        .isPresent())
                .map(note -> Long.parseLong(note[0]))
                .findFirst();
    }

    private static Stream<String> notes(Path folder) {
        try (var files = Files.newDirectoryStream(folder, "*.pid")) {
            var notes = Stream.<String>builder();
            for (Path file : files) {
                notes.add(Files.readString(file).strip());
            }
            return notes.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the run has started and that still lives. */
    List<String> left() {
        return matching(_ -> true)
                .map(pid -> pid + " " + String.join(" ", new Procfs(machine).commandLine(pid)))
                .toList();
    }

    private Stream<Long> matching(Predicate<List<String>> commandLine) {
        var procfs = new Procfs(machine);
        return procfs.pids().stream()
                .filter(pid -> commandLine.test(procfs.commandLine(pid)))
                .filter(pid -> procfs.stat(pid).filter(stat -> !stat.ended()).isPresent())
                .filter(this::isOurs);
    }

    private boolean isOurs(long pid) {
        try {
            String environment =
                    new String(Files.readAllBytes(machine.proc(pid + "/environ")), StandardCharsets.ISO_8859_1);
            return environment.contains("SHAKEOUT_HOME=" + home + "\0")
                    || new Procfs(machine).commandLine(pid).stream().anyMatch(word -> word.startsWith(home.toString()));
        } catch (IOException _) {
            return false; // gone, or not ours to see
        }
    }

    /** @param victims numbers; those of process groups are negative */
    void kill(List<Long> victims) {
        var argv = new java.util.ArrayList<>(List.of("sh", "-c", "kill -s KILL -- \"$@\"", "kill"));
        victims.forEach(victim -> argv.add(Long.toString(victim)));
        var finished = machine.processes().run(argv);
        if (!finished.ok()) {
            throw new AssertionError("not killed: " + finished);
        }
    }

    /** For the end of a cell that went wrong. */
    void killAll() {
        matching(_ -> true).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}
