package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stops a process without ending it, as a long garbage collection or a frozen virtual machine would. */
public final class ProcessPause implements Fault {
    /** $3 begins the names of the marks ($4 ends one) of all who paused this process: the last to leave lets it go on. */
    private static final String PAUSE = """
            stat=$(cat "/proc/$1/stat")
            stat=${stat##*) }
            set -- "$1" "$2" "$3" "$4" "$3"*
            if [ "${stat%% *}" = T ] && [ ! -e "$5" ]; then
              echo "process $1 is stopped already, and not by Shakeout" >&2
              exit 1
            fi
            echo paused >"$3$4" && kill -s STOP "$1\"""";

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

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("process/pause", "Freezes a process; its connections stay open but nothing answers.");
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "whether the kernel says that the process is stopped";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(
                new SignalRung("the process gets SIGCONT, unless another run holds it still", ProcessPause::stop));
    }

    private static Prepared stop(Target target, Arguments arguments, Machine machine) {
        String marks = machine.folders()
                .runtime()
                .resolve("paused-" + target.detail("pid") + "-" + target.detail("start") + "-")
                .toString();
        String mark = Token.fresh().text();
        var undo = new Inverse(SameProcess.SAME + RESUME, SameProcess.arguments(target, marks, mark));
        var step = Step.command("send SIGSTOP to " + target, SameProcess.command(target, PAUSE, marks, mark), undo);
        return Prepared.of(List.of(step), new Stopped(target, machine));
    }

    /** Value 1 while the kernel says that it is stopped. */
    private record Stopped(Target target, Machine machine) implements Effect {
        @Override
        public String what() {
            return "the state of " + target;
        }

        @Override
        public Reading read() {
            Optional<ProcStat> stat = new Procfs(machine).stat(target);
            boolean stopped = stat.isPresent() && stat.get().stopped();
            String words = stat.isEmpty() ? "has ended" : stopped ? "is stopped" : "is not stopped";
            return new Reading(stopped ? 1 : 0, "", target + " " + words);
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() == 0 && on.value() == 1;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == before.value();
        }
    }
}
