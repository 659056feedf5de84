package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;

/**
 * A target's stay in a control group of ours. Several injections may each have one for it: each leaves a mark, a file in
 * the runtime folder that says its limit and its group, and the target is where the limit is lowest, whichever ends first.
 *
 * @param what begins the names of the marks
 * @param own the target's own group
 * @param limit whatever is limited, as a number to compare
 */
record Lodging(String what, Cgroup own, String folder, long limit) {
    /** $3 and $4 are what the mark's name begins and ends with, $5 our limit, $6 our group. */
    private static final String ENTER = """
            echo "$5 $6" >"$3$4" || exit 1
            least=
            for mark in "$3"*; do
              read -r limit group <"$mark" || continue
              if [ -z "$least" ] || [ "$limit" -lt "$least" ]; then least=$limit best=$group; fi
            done
            echo "$1" >"$best/cgroup.procs\"""";

    /**
     * $1 and $2 are the mark, $3 the target's own group, $4 ours, $5 the file there that lists members. Whoever is in
     * ours was put there by us or is its child, and goes where the least of the other limits is, or back.
     */
    private static final String LEAVE = """
            rm -f "$1$2"
            [ -d "$4" ] || exit 0
            least= best=$3
            for mark in "$1"*; do
              [ -e "$mark" ] && read -r limit group <"$mark" || continue
              if [ -z "$least" ] || [ "$limit" -lt "$least" ]; then least=$limit best=$group; fi
            done
            i=0
            while read -r member <"$4/$5"; do
              echo "$member" 2>/dev/null >"$best/cgroup.procs" || [ "$i" -lt 1000 ] || exit 1
              i=$((i+1))
            done""";

    Step step(Target target, Token token, Machine machine) {
        String marks = machine.folders()
                .runtime()
                .toAbsolutePath()
                .resolve(what + "-" + target.detail("pid") + "-" + target.detail("start") + "-")
                .toString();
        return Step.command(
                "move " + target + " into it",
                SameProcess.command(target, ENTER, marks, token.text(), Long.toString(limit), folder),
                Inverse.of(
                        LEAVE,
                        marks,
                        token.text(),
                        own.folder().toString(),
                        folder,
                        own.unified() ? "cgroup.threads" : "cgroup.procs"));
    }
}
