package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A control group that a process is in.
 *
 * @param controllers of version 1: those of its hierarchy; empty in version 2
 * @param mount where the hierarchy is mounted
 * @param folder the group itself
 */
record Cgroup(boolean unified, Set<String> controllers, Path mount, Path folder) {
    /** One per hierarchy that is mounted here. */
    static List<Cgroup> of(Procfs procfs, String pid) {
        var groups = new ArrayList<Cgroup>();
        List<String> mounts = procfs.lines("self/mounts");
        for (String line : procfs.lines(pid + "/cgroup")) {
            String[] part = line.split(":", 3);
            boolean unified = part[1].isEmpty();
            Set<String> controllers = unified ? Set.of() : Set.of(part[1].split(",", -1));
            mount(mounts, procfs, unified, controllers).ifPresent(mount -> {
                Path folder = mount.resolve(part[2].substring(1));
                if (Files.isDirectory(folder)) {
                    groups.add(new Cgroup(unified, controllers, mount, folder));
                }
            });
        }
        return groups;
    }

    private static Optional<Path> mount(List<String> mounts, Procfs procfs, boolean unified, Set<String> controllers) {
        for (String line : mounts) {
            String[] field = line.split(" ", -1);
            boolean matches = unified
                    ? field[2].equals("cgroup2")
                    : field[2].equals("cgroup")
                            && List.of(field[3].split(",", -1)).containsAll(controllers);
            if (matches) {
                return Optional.of(procfs.machine().root().resolve(field[1].substring(1)));
            }
        }
        return Optional.empty();
    }

    /** The one that counts that resource of the process, if it can be seen from here. */
    static Optional<Cgroup> with(String controller, String pid, Procfs procfs) {
        return of(procfs, pid).stream().filter(group -> group.has(controller)).findFirst();
    }

    /** Why no group can be made around the target that limits that resource, if so. */
    static Optional<String> noneAround(Target target, String controller, Machine machine) {
        Optional<Cgroup> own = with(controller, target.detail("pid"), new Procfs(machine));
        if (own.isEmpty()) {
            return Optional.of("the " + controller + " control group of " + target + " is not visible from here");
        }
        return own.get().above().delegates(controller)
                ? Optional.empty()
                : Optional.of(own.get().above().folder() + "/cgroup.subtree_control does not list " + controller);
    }

    /** This one, or the one above it if it is a group of ours that the target stays in for a while. */
    Cgroup withoutOurs() {
        return Token.in(String.valueOf(folder.getFileName())).isEmpty() ? this : parent();
    }

    /** Removes a group of ours that may still have members on their way out. */
    static Inverse removal(String folder) {
        return Inverse.of("""
                i=0
                while [ -d "$1" ] && ! rmdir "$1" 2>/dev/null; do
                  i=$((i+1))
                  [ "$i" -lt 100 ] || { echo "$1 still has members" >&2; exit 1; }
                  sleep 0.05
                done""", folder);
    }

    /** Why nothing can be made below it, if so: in a container the groups are often mounted for reading only. */
    Optional<String> readOnly() {
        return Files.isWritable(folder) ? Optional.empty() : Optional.of(folder + " cannot be written to");
    }

    boolean has(String controller) {
        return unified
                ? Files.exists(folder.resolve("cgroup.controllers"))
                        && words("cgroup.controllers").contains(controller)
                : controllers.contains(controller);
    }

    /** Whether the groups below this one can be limited in that resource. */
    boolean delegates(String controller) {
        return unified ? words("cgroup.subtree_control").contains(controller) : controllers.contains(controller);
    }

    boolean isTop() {
        return folder.equals(mount);
    }

    Cgroup parent() {
        return new Cgroup(
                unified,
                controllers,
                mount,
                Optional.ofNullable(folder.getParent()).orElse(mount));
    }

    /** Version 2 has no groups below one with members, except at the top; a new one then stands beside this one. */
    Cgroup above() {
        return unified && !isTop() ? parent() : this;
    }

    Path members() {
        return folder.resolve("cgroup.procs");
    }

    /**
     * An nftables expression for the sockets of a group of version 2 and all below it.
     *
     * @throws dev.shakeout.model.BadValue there is no such group, or the kernel cannot tell sockets by it
     */
    static String match(String group, Machine machine) {
        String path = group.replaceAll("^/+|/+$", "");
        Path top = mount(new Procfs(machine).lines("self/mounts"), new Procfs(machine), true, Set.of())
                .orElseThrow(
                        () -> new BadValue("cgroup needs control groups of version 2, which are not mounted here"));
        if (path.isEmpty() || !path.matches("[\\w.@:/\\\\-]+") || !Files.isDirectory(top.resolve(path))) {
            throw new BadValue("there is no control group '" + path + "' below " + top);
        }
        String match = "socket cgroupv2 level " + path.split("/", -1).length + " \"" + path + "\"";
        NftTable.refuses("type filter hook input priority 0; policy accept;", match + " accept", machine)
                .ifPresent(why -> {
                    throw new BadValue("the kernel cannot tell packets by control group: " + why);
                });
        return match;
    }

    private Set<String> words(String file) {
        try {
            return Set.of(Files.readString(folder.resolve(file)).strip().split("\\s+", -1));
        } catch (java.io.IOException _) {
            return Set.of();
        }
    }

    /** A command that joins these groups before it becomes the given one; its pid stays the same. */
    static List<String> joining(List<Cgroup> groups, List<String> argv) {
        if (groups.isEmpty()) {
            return argv;
        }
        var command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "n=$1; shift; while [ \"$n\" -gt 0 ]; do echo $$ >\"$1\" || exit 1; shift; n=$((n-1)); done; exec \"$@\"",
                "shakeout",
                Integer.toString(groups.size())));
        groups.forEach(group -> command.add(group.members().toString()));
        command.addAll(argv);
        return command;
    }
}
