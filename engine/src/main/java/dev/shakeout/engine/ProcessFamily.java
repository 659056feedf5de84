package dev.shakeout.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program and all that it started. On Linux it gets a session of its own: a child whose parent has ended is no
 * descendant any more, but it stays in the session.
 */
public record ProcessFamily(Process head, Machine machine) implements AutoCloseable {
    /** A process in the middle of a broken disk's answer cannot be killed at once. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    public static ProcessFamily start(List<String> command, Machine machine) throws IOException {
        var whole = new ArrayList<String>();
        machine.tool("setsid").ifPresent(setsid -> whole.add(setsid.toString()));
        whole.addAll(command);
        return new ProcessFamily(machine.processes().start(whole), machine);
    }

    /** Kills until none is left: one that is being killed may just have started another. */
    public void kill() {
        long patience = System.nanoTime() + PATIENCE_NANOS;
        List<ProcessHandle> living = living();
        while (!living.isEmpty() && System.nanoTime() < patience) {
            living.forEach(ProcessHandle::destroyForcibly);
            living = living();
        }
    }

    private List<ProcessHandle> living() {
        var family = Stream.concat(head.descendants(), session());
        return Stream.concat(Stream.of(head.toHandle()), family)
                .filter(ProcessHandle::isAlive)
                .distinct()
                .toList();
    }

    private Stream<ProcessHandle> session() {
        var found = new ArrayList<ProcessHandle>();
        try (var entries = Files.newDirectoryStream(machine.proc(""), "[0-9]*")) {
            entries.forEach(entry -> member(entry).ifPresent(found::add));
        } catch (IOException _) {
            // no /proc here: the descendants have to do
        }
        return found.stream();
    }

    /** The session is the sixth field of stat, the fourth after the name in brackets, which may hold spaces (proc(5)). */
    private Optional<ProcessHandle> member(Path entry) {
        try {
            String stat = Files.readString(entry.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 6);
            boolean zombie = fields[0].equals("Z");
            return zombie || !fields[3].equals(Long.toString(head.pid()))
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(entry.getFileName().toString()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (head.isAlive()) {
            kill();
        }
    }
}
