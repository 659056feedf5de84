package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
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

    static MountPlace of(String path, Target target, Machine machine) {
        var procfs = new Procfs(machine);
        String namespace = target.kind().equals("process")
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

    Inverse inverse(String script, String... more) {
        return new Inverse("nobody() { exit 0; }\n" + THERE + script, all(more));
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
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        Machine there = namespace.isEmpty() ? machine : machine.at(machine.proc(target.detail("pid") + "/root"));
        return DiskPath.unusable(path, _ -> true, "", there);
    }

    String notes() {
        return namespace.isEmpty()
                ? "every process of this host that shares its mounts sees it"
                : "only " + target + " and those that share its mounts see it";
    }
}
