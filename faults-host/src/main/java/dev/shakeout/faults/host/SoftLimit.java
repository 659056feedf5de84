package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;

/**
 * A soft resource limit of a process, lowered by prlimit(1) and restored. The hard limit is never touched: without root a
 * lowered one could not be raised again.
 *
 * @param option as prlimit(1) calls it
 * @param row as /proc/PID/limits calls it
 * @param search shell text that sets $limit for the process $1; $6 is the argument of the one who asks
 */
record SoftLimit(String option, String row, String search) {
    /**
     * $1 pid, $2 start, $3 the beginning of the marks of all who have lowered this limit, $4 the end of ours, $5 the option,
     * $6 for the search, $7 the row. A mark says what its owner has set and what there was before anybody did.
     */
    private static final String LOWER = """
            soft=
            first() { soft=$1; }
            while read -r line; do
              case $line in "$7 "*) first ${line#"$7"} ;; esac
            done <"/proc/$1/limits"
            [ -n "$soft" ] || { echo "/proc/$1/limits does not say: $7" >&2; exit 1; }
            original=$soft
            for mark in "$3"*; do [ ! -s "$mark" ] || read -r other original <"$mark"; done
            """;

    private static final String SET = """

            if [ "$soft" != unlimited ] && [ "$soft" -le "$limit" ]; then limit=$soft; fi
            echo "$limit $original" >"$3$4" && limit "$1" "$5" "$limit\"""";

    /** Ours is renamed first, so that of two who leave at once at least one sees that nobody is left. */
    private static final String RESTORE = """
            mark=$3$4
            [ ! -e "$mark" ] || mv -f "$mark" "$3leaving-$4" || exit 1
            mark=$3leaving-$4
            [ -s "$mark" ] || { rm -f "$mark"; exit 0; }
            read -r limit original <"$mark"
            for other in "$3"shakeout-*; do
              [ -s "$other" ] && read -r limit rest <"$other" || continue
              if [ "$original" = unlimited ] || [ "$limit" -lt "$original" ]; then original=$limit; fi
            done
            if same "$1" "$2"; then
              limit "$1" "$5" "$original" || ! same "$1" "$2" || exit 1
            fi
            rm -f "$mark\"""";

    /**
     * Defines {@code limit PID OPTION VALUE}. Root without CAP_SYS_RESOURCE may not limit what belongs to somebody else, but
     * may become that somebody.
     */
    private static final String LIMIT = """
            limit() {
              prlimit --pid "$1" "--$2=$3:" 2>/dev/null && return 0
              uid= gid=
              while read -r key real rest; do
                case $key in Uid:) uid=$real ;; Gid:) gid=$real ;; esac
              done 2>/dev/null <"/proc/$1/status"
              if [ -n "$uid" ] && [ "$uid" != "$(id -u)" ]; then
                setpriv --reuid "$uid" --regid "$gid" --clear-groups prlimit --pid "$1" "--$2=$3:"
              else
                prlimit --pid "$1" "--$2=$3:"
              fi
            }
            """;

    /** As many as are in use: the lowest number below which $6 are free. */
    static final SoftLimit OPEN_FILES = new SoftLimit("nofile", "Max open files", """
            limit=0 free=0
            while [ "$free" -le "$6" ]; do
              [ -L "/proc/$1/fd/$limit" ] || free=$((free + 1))
              limit=$((limit + 1))
            done
            limit=$((limit - 1))""");

    static final SoftLimit PROCESSES = new SoftLimit("nproc", "Max processes", "limit=$6");

    Step lower(String what, Target target, String argument, Machine machine) {
        String marks = machine.folders()
                .runtime()
                .toAbsolutePath()
                .resolve(option + "-" + target.detail("pid") + "-" + target.detail("start") + "-")
                .toString();
        String[] more = {marks, Token.fresh().text(), option, argument, row};
        return Step.command(
                what,
                SameProcess.command(target, LIMIT + LOWER + search + SET, more),
                new Inverse(SameProcess.SAME + LIMIT + RESTORE, SameProcess.arguments(target, more)));
    }

    /** What it is now; empty when there is none, or the process has ended. */
    Optional<Long> of(Target process, Machine machine) {
        return new Procfs(machine)
                .lines(process.detail("pid") + "/limits").stream()
                        .filter(line -> line.startsWith(row))
                        .map(line ->
                                List.of(line.substring(row.length()).strip().split("\\s+", -1)))
                        .map(List::getFirst)
                        .filter(value -> !value.equals("unlimited"))
                        .map(Long::parseLong)
                        .findFirst();
    }
}
