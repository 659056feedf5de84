package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where something is mounted: a path, as the processes of one mount namespace see it.
 *
 * @param namespace as the kernel names it; "" for our own
 */
record MountPlace(String path, String namespace, Target target, Machine machine) {
    /**
     * Defines {@code there COMMAND...}, which runs a command among the mounts $1 ("" for our own), and fails when nobody is
     * left there: what was mounted is gone then too. Whoever is there is as good as the target, which may have ended.
     */
    private static final String THERE = """
            space=$1
            way=
            if [ -n "$space" ] && [ "$(readlink /proc/self/ns/mnt)" != "$space" ]; then
              for process in /proc/[0-9]*; do
                [ "$(readlink "$process/ns/mnt" 2>/dev/null)" = "$space" ] || continue
                way=$process/ns/mnt
                break
              done
              [ -n "$way" ] || nobody
            fi
            there() { if [ -n "$way" ]; then nsenter "--mount=$way" "$@"; else "$@"; fi; }
            shift
            """;

    /**
     * Of two who take back at once the second must see what the first has done, or it would take away what is mounted
     * below: umount(8) takes a place and not a mount. What an inverse that was cut short has started holds the lock too.
     */
    private static final String ALONE = """
            if command -v flock >/dev/null 2>&1; then
              exec 9</ && flock -w 20 9 || { echo 'somebody else is unmounting for too long' >&2; exit 1; }
            fi
            """;

    static MountPlace of(String path, Target target, Machine machine) {
        var procfs = new Procfs(machine);
        String namespace = target.isProcess()
                ? procfs.namespace(target.detail("pid"), "mnt").orElse("")
                : "";
        boolean ours = procfs.namespace("self", "mnt").filter(namespace::equals).isPresent();
        return new MountPlace(path, ours ? "" : namespace, target, machine);
    }

    /** For the way in; in the script $1 is the path, the rest follows. */
    List<String> command(String script, String... more) {
        return new Inverse("nobody() { echo 'nobody is there any more' >&2; exit 1; }\n" + THERE + script, all(more))
                .argv();
    }

    /** The same, when nobody else mounts or unmounts. */
    List<String> alone(String script, String... more) {
        return new Inverse(
                        ALONE + "nobody() { echo 'nobody is there any more' >&2; exit 1; }\n" + THERE + script,
                        all(more))
                .argv();
    }

    /** Where the path begins of what faults of a kind note about this place, before the token. */
    String marks(String kind) {
        String here = Integer.toHexString((path + namespace).hashCode());
        return machine.folders()
                .runtime()
                .toAbsolutePath()
                .resolve(kind + "-" + here + "-")
                .toString();
    }

    Inverse inverse(String script, String... more) {
        return new Inverse(ALONE + "nobody() { exit 0; }\n" + THERE + script, all(more));
    }

    /** An inverse that first removes a note, so that others can see that what it tells of is over. */
    Inverse forgetting(String note, String script, String... more) {
        Inverse then = inverse(script, more);
        var arguments = new ArrayList<>(List.of(note));
        arguments.addAll(then.arguments());
        return new Inverse("rm -f -- \"$1\"\nshift\n" + then.script(), arguments);
    }

    private List<String> all(String... more) {
        var all = new ArrayList<>(List.of(namespace, path));
        all.addAll(List.of(more));
        return all;
    }

    /** The path as /proc/PID/mountinfo writes it. */
    String escaped() {
        return path.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    /** Why nothing can be mounted there, if so. */
    Optional<String> unusable() {
        return machine.isRoot() ? DiskPath.unusable(path, _ -> true, "", there()) : Optional.of("not root");
    }

    /** The machine with the files that are seen there. */
    Machine there() {
        return namespace.isEmpty() ? machine : machine.at(root());
    }

    private Path root() {
        return namespace.isEmpty() ? machine.root() : machine.proc(target.detail("pid") + "/root");
    }

    /** The path as we reach it before anything is mounted over it. */
    Path seen() {
        return root().resolve(path.substring(1));
    }

    /** Whether a file of ours is there too, and the same. */
    boolean seesToo(String file) {
        try {
            return Files.isSameFile(
                    root().resolve(file.substring(1)), machine.root().resolve(file.substring(1)));
        } catch (IOException _) {
            return false;
        }
    }

    /** What is mounted further down would be hidden. */
    Optional<String> mountedBelow() {
        String pid = namespace.isEmpty() ? "self" : target.detail("pid");
        return new Procfs(machine)
                .lines(pid + "/mountinfo").stream()
                        .map(line -> line.split(" ", -1)[4])
                        .filter(point -> point.startsWith(escaped() + "/"))
                        .map(point -> point + " is a mount of its own below " + path + "; choose a path without one")
                        .findFirst();
    }

    /** A command as it is run among those mounts. */
    List<String> entering(List<String> argv) {
        if (namespace.isEmpty()) {
            return argv;
        }
        var entering = new ArrayList<>(List.of("nsenter", "--mount=/proc/" + target.detail("pid") + "/ns/mnt"));
        entering.addAll(argv);
        return entering;
    }

    String notes() {
        return namespace.isEmpty()
                ? "every process of this host that shares its mounts sees it"
                : "only " + target + " and those that share its mounts see it";
    }
}
