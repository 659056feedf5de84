package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The first process of a container as this host sees it, so that what breaks a process can break the container. */
record FirstProcess(String pid, String start, String comm) {
    /** Empty when it has ended, or the number means another process here, as it does within a container. */
    static Optional<FirstProcess> of(Container container, Machine machine) {
        long pid = container.pid();
        try {
            if (!Files.readString(machine.proc(pid + "/cgroup")).contains(container.id())) {
                return Optional.empty();
            }
            String stat = Files.readString(machine.proc(pid + "/stat"));
            int end = stat.lastIndexOf(')');
            List<String> rest = List.of(stat.substring(end + 2).split(" ", -1));
            return Optional.of(new FirstProcess(
                    Long.toString(pid), rest.get(19), stat.substring(stat.indexOf('(') + 1, end))); // proc(5): field 22
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }

    /** Whether this very process runs in it. */
    static boolean isOurs(Container container, Machine machine) {
        return Stream.of("self/cgroup", "self/mountinfo").anyMatch(file -> {
            try {
                return Files.readString(machine.proc(file)).contains(container.id());
            } catch (IOException _) {
                return false;
            }
        });
    }

    Map<String, String> details() {
        return Map.of("pid", pid, "start", start, "comm", comm);
    }
}
