package dev.shakeout.agent;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProcessIdentity;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what an {@link Aim} means here. */
final class Aiming {
    private Aiming() {}

    /** @throws BadValue it is not here */
    static Target at(Aim aim, Catalog catalog, Machine machine) {
        return switch (aim) {
            case Aim.Container(var id, var name) -> first(id, name, machine);
            case Aim.Network(var name) -> ownNetwork(name);
            case Aim.Found(var kind, var by) -> {
                var finder = Optional.ofNullable(catalog.finders().get(kind))
                        .orElseThrow(() -> new BadValue("there is no kind of target '" + kind + "' in this version"));
                yield finder.find(WrittenArguments.read(finder.descriptor(), by), machine).stream()
                        .findFirst()
                        .orElseThrow(() -> new BadValue("no " + kind + " matches " + by.compact()));
            }
        };
    }

    private static Target ownNetwork(String name) {
        var own = ProcessIdentity.own();
        return new Target(
                "container",
                own.toString(),
                name,
                Map.of(
                        "pid",
                        Long.toString(own.pid()),
                        "start",
                        Long.toString(own.start()),
                        "comm",
                        "shakeout",
                        "network",
                        "own"));
    }

    /** A process and when it was started, in clock ticks since boot: field 22 of /proc/PID/stat. */
    private record Started(long pid, long start, String comm) {}

    private static Target first(String id, String name, Machine machine) {
        if (!id.matches("[0-9A-Za-z._-]{8,}")) {
            throw new BadValue("'" + id + "' is no container's id");
        }
        return members(id, machine).stream()
                .min(Comparator.comparingLong(Started::start).thenComparingLong(Started::pid))
                .map(first -> new Target(
                        "container",
                        id,
                        name,
                        Map.of(
                                "pid",
                                Long.toString(first.pid()),
                                "start",
                                Long.toString(first.start()),
                                "comm",
                                first.comm())))
                .orElseThrow(() -> new BadValue("no process of container " + name + " (" + id
                        + ") can be seen from here; it has ended, or the processes of containers are kept apart"));
    }

    private static List<Started> members(String id, Machine machine) {
        var members = new ArrayList<Started>();
        try (var processes = Files.newDirectoryStream(machine.root().resolve("proc"), "[0-9]*")) {
            for (var process : processes) {
                member(String.valueOf(process.getFileName()), id, machine).ifPresent(members::add);
            }
        } catch (IOException | DirectoryIteratorException _) {
            // then there is none to be seen
        }
        return members;
    }

    /** Empty when it belongs to another container, or has just ended. */
    private static Optional<Started> member(String pid, String id, Machine machine) {
        try {
            if (!Files.readString(machine.proc(pid + "/cgroup")).contains(id)) {
                return Optional.empty();
            }
            String stat = Files.readString(machine.proc(pid + "/stat"));
            int end = stat.lastIndexOf(')');
            String start = stat.substring(end + 2).split(" ", -1)[19];
            return Optional.of(new Started(
                    Long.parseLong(pid), Long.parseLong(start), stat.substring(stat.indexOf('(') + 1, end)));
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }
}
