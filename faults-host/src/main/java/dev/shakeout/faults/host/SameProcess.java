package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shell text that acts on a process only if it is still the one that was found: its start time, field 22 of
 * /proc/PID/stat, is compared in the same breath. In the scripts $1 is the pid and $2 the start time.
 */
final class SameProcess {
    /**
     * Defines the shell function {@code same PID START}, true while that process runs. The shell reads by itself, as
     * somebody suffers until an undo is through.
     */
    static final String SAME = """
            same() {
              stat=
              while read -r line; do stat=$stat$line; done 2>/dev/null <"/proc/$1/stat" || return 1
              want=$2
              set -- ${stat##*) }
              [ "${20}" = "$want" ] && [ "$1" != Z ]
            }
            """;

    private SameProcess() {}

    /** For the way in: a process that has gone is a failure. */
    static List<String> command(Target process, String script, String... more) {
        return new Inverse(
                        SAME + "same \"$1\" \"$2\" || { echo \"process $1 has ended meanwhile\" >&2; exit 1; }\n"
                                + script,
                        arguments(process, more))
                .argv();
    }

    /** For the way back: when the process has gone there is nothing to take back, also when it goes this moment. */
    static Inverse inverse(Target process, String script, String... more) {
        return new Inverse(
                SAME + "same \"$1\" \"$2\" || exit 0\n{ " + script + "; } || ! same \"$1\" \"$2\"",
                arguments(process, more));
    }

    static List<String> arguments(Target process, String... more) {
        var arguments = new ArrayList<>(List.of(process.detail("pid"), process.detail("start")));
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** Why this user may not signal or limit that process, if so. */
    static Optional<String> outOfReach(Target process, Machine machine) {
        var procfs = new Procfs(machine);
        if (procfs.stat(process).isEmpty()) {
            return Optional.of(process + " has ended");
        }
        if (machine.isRoot()) {
            return Optional.empty();
        }
        Optional<String> owner = procfs.status(process.detail("pid"), "Uid");
        return owner.isPresent() && owner.equals(procfs.status("self", "Uid"))
                ? Optional.empty()
                : Optional.of(process + " belongs to another user; run as root or as that user");
    }
}
