package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.List;

/**
 * One injection's part in stopping a process with SIGSTOP. Each has a mark of its own, a file in the runtime folder, which
 * has something in it while that injection wants the process stopped: the last to let go sends SIGCONT.
 *
 * @param marks what the names of all marks for this process begin with
 * @param mark what the name of this one ends with
 */
record Standstill(Target target, String marks, String mark) {
    /** As $3 and $4 come what a mark's name begins and ends with; the first mark of all becomes $5. */
    private static final String NOT_STOPPED_BY_OTHERS = """
            stat=$(cat "/proc/$1/stat")
            stat=${stat##*) }
            set -- "$1" "$2" "$3" "$4" "$3"*
            if [ "${stat%% *}" = T ] && [ ! -e "$5" ]; then
              echo "process $1 is stopped already, and not by Shakeout" >&2
              exit 1
            fi
            """;

    /**
     * A mark is emptied first, so that of two who leave at once at least one sees that nobody is left, and removed last,
     * so that an undo that is cut short can be done again. Emptying is what a shell and a full disk can do.
     */
    private static final String RESUME = """
            [ -e "$3$4" ] || exit 0
            : >"$3$4"
            others=
            for mark in "$3"*; do [ ! -s "$mark" ] || others=yes; done
            if [ -z "$others" ] && same "$1" "$2"; then
              kill -s CONT "$1" || ! same "$1" "$2" || exit 1
            fi
            rm -f "$3$4\"""";

    static Standstill of(Target target, Token token, Machine machine) {
        String marks = machine.folders()
                .runtime()
                .toAbsolutePath()
                .resolve("paused-" + target.detail("pid") + "-" + target.detail("start") + "-")
                .toString();
        return new Standstill(target, marks, token.text());
    }

    /** Stops it for as long as the injection lasts. */
    Step stop() {
        return step("send SIGSTOP to " + target, "echo paused >\"$3$4\" && kill -s STOP \"$1\"");
    }

    /** Makes room for a child that stops it now and then, by a {@link Hold}. */
    Step prepare() {
        return step("note that " + target + " will be stopped now and then", ": >\"$3$4\"");
    }

    private Step step(String what, String script) {
        return Step.command(
                what,
                SameProcess.command(target, NOT_STOPPED_BY_OTHERS + script, marks, mark),
                new Inverse(SameProcess.SAME + RESUME, SameProcess.arguments(target, marks, mark)));
    }

    /** For the command line of that child. */
    List<String> options() {
        return List.of(
                "--pid=" + target.detail("pid"),
                "--start=" + target.detail("start"),
                "--marks=" + marks,
                "--mark=" + mark);
    }
}
