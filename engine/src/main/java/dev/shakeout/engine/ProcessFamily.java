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
        kill(head.toHandle(), machine);
    }

    /**
     * The same for a program that was started in a session of its own by other means.
     *
     * @param head as it was while it was known to be the program: its number may be another's by now
     */
    public static void kill(ProcessHandle head, Machine machine) {
        long patience = System.nanoTime() + PATIENCE_NANOS;
        List<ProcessHandle> living = living(head, machine);
        while (!living.isEmpty() && System.nanoTime() < patience) {
            living.forEach(ProcessHandle::destroyForcibly);
            living = living(head, machine);
        }
    }

    /** A number is given to another only when its session has ended too. */
    private static List<ProcessHandle> living(ProcessHandle head, Machine machine) {
        if (ProcessHandle.of(head.pid()).filter(now -> !now.equals(head)).isPresent()) {
            return List.of();
        }
        var descendants = Stream.concat(Stream.of(head), head.descendants());
        return Stream.concat(descendants, session(head.pid(), machine))
                .filter(handle -> handle.isAlive() && !isZombie(handle, machine))
                .distinct()
                .toList();
    }

    private static Stream<ProcessHandle> session(long head, Machine machine) {
        var found = new ArrayList<ProcessHandle>();
        try (var entries = Files.newDirectoryStream(machine.proc(""), "[0-9]*")) {
            entries.forEach(entry -> member(entry, head).ifPresent(found::add));
        } catch (IOException _) {
            // no /proc here: the descendants have to do
        }
        return found.stream();
    }

    /** The session is the sixth field of stat, the fourth after the name in brackets, which may hold spaces (proc(5)). */
    private static Optional<ProcessHandle> member(Path entry, long head) {
        try {
            return fields(entry)[3].equals(Long.toString(head))
                    ? ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** One that has ended already, and that nobody has asked for its status yet. */
    private static boolean isZombie(ProcessHandle handle, Machine machine) {
        try {
            return fields(machine.proc(Long.toString(handle.pid())))[0].equals("Z");
        } catch (IOException _) {
            return false;
        }
    }

    /** From the third field of stat on, which stands behind the name in brackets. */
    private static String[] fields(Path entry) throws IOException {
        String stat = Files.readString(entry.resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 6);
    }

    @Override
    public void close() {
        if (head.isAlive()) {
            kill();
        }
    }
}
