package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The network namespace of a target. Every command of a network fault goes through here, so that it runs where the
 * target's traffic is.
 *
 * @param inode names the namespace when it is another one than ours; empty when it is ours
 */
record NetNamespace(String pid, Optional<String> inode) {
    /**
     * Enters the namespace by its inode, through whoever still holds it: the target may have ended and its number may
     * belong to a stranger by then. $1 is the pid to try first, $2 the inode, $3 the status when the namespace is gone.
     */
    private static final String ENTER = """
            for ns in "/proc/$1/ns/net" /proc/[0-9]*/ns/net /run/netns/*; do
              if [ "$(stat -Lc %i "$ns" 2>/dev/null)" = "$2" ]; then
                shift 3
                exec nsenter --net="$ns" "$@"
              fi
            done
            [ "$3" = 0 ] || echo "the network namespace of process $1 is gone" >&2
            exit "$3\"""";

    /** Administration tools are not on everyone's PATH. */
    private static final String SYSTEM_PATH = "PATH=$PATH:/usr/sbin:/sbin\n";

    /** That of this process. */
    static NetNamespace own() {
        return new NetNamespace("self", Optional.empty());
    }

    static NetNamespace of(Target target, Machine machine) {
        String pid = target.details().getOrDefault("pid", "self");
        var procfs = new Procfs(machine);
        Optional<String> ours = procfs.namespace("self", "net");
        Optional<String> inode = procfs.namespace(pid, "net")
                .filter(name -> ours.isPresent() && !name.equals(ours.get()))
                .map(name -> name.replaceAll("\\D", ""));
        return new NetNamespace(pid, inode);
    }

    static Optional<String> missing(Target target, Machine machine) {
        return of(target, machine).inode().isPresent()
                        && machine.tool("nsenter").isEmpty()
                ? Optional.of("nsenter is not installed (Debian: util-linux); " + target
                        + " is in a network namespace of its own")
                : Optional.empty();
    }

    /** The command, run inside; its pid stays the same. */
    List<String> inside(List<String> argv) {
        return enter("1", argv);
    }

    List<String> shell(String script, List<String> arguments) {
        return inside(new Inverse(SYSTEM_PATH + script, arguments).argv());
    }

    /** Succeeds when the namespace is gone, and with it all that was changed in it. */
    Inverse inverse(String script, List<String> arguments) {
        var back = new Inverse(SYSTEM_PATH + script, arguments);
        if (inode.isEmpty()) {
            return back;
        }
        List<String> argv = enter("0", back.argv());
        return new Inverse(SYSTEM_PATH + ENTER, argv.subList(4, argv.size()));
    }

    /** What a person puts before a command to run it inside; empty for our own. */
    String entering() {
        return inode.isEmpty() ? "" : "nsenter --net=/proc/" + pid + "/ns/net ";
    }

    private List<String> enter(String statusWhenGone, List<String> argv) {
        if (inode.isEmpty()) {
            return argv;
        }
        var command =
                new ArrayList<>(List.of("sh", "-c", SYSTEM_PATH + ENTER, "shakeout", pid, inode.get(), statusWhenGone));
        command.addAll(argv);
        return command;
    }
}
