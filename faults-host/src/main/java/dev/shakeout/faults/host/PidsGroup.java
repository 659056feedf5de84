package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;

/** A control group around the target that holds as many processes and threads as the target has, and no more. */
record PidsGroup() implements Rung {
    private static final String MAKE = """
            mkdir "$1" && [ -e "$1/pids.max" ]""";

    /** Whoever is still in it, as what the target has started, goes where the target came from: $2, or else $3. */
    private static final String REMOVE = """
            home=$3
            [ ! -s "$2" ] || read -r home <"$2"
            [ -d "$home" ] || home=$3
            i=0
            while [ -d "$1" ] && ! rmdir "$1" 2>/dev/null; do
              while read -r pid; do echo "$pid" >"$home/cgroup.procs"; done 2>/dev/null <"$1/cgroup.procs"
              i=$((i+1))
              [ "$i" -lt 100 ] || { echo "$1 still has members" >&2; exit 1; }
              [ "$i" -lt 3 ] || sleep 0.05
            done
            rm -f "$2\"""";

    /** Sets $home to the group that the process $1 is in: $2 the mount of the hierarchy, $3 a pattern of its controllers. */
    private static final String HOME = """
            home_of() {
              home=
              while IFS=: read -r id controllers path; do
                case ",$controllers," in $3) home=$2$path ;; esac
              done 2>/dev/null <"/proc/$1/cgroup"
              home=${home%/}
              [ -d "$home" ]
            }
            """;

    /** $3 the group, $4 where to note which group it was in. */
    private static final String MOVE = """
            home_of "$1" "$5" "$6" || { echo "the control group of $1 is not visible from here" >&2; exit 1; }
            echo "$home" >"$4"
            echo "$1" >"$3/cgroup.procs" || exit 1
            read -r now <"$3/pids.current"
            echo "$now" >"$3/pids.max\"""";

    @Override
    public String name() {
        return "kernel (control group)";
    }

    @Override
    public String needs() {
        return "root and the pids controller of cgroup v1 or v2";
    }

    @Override
    public String inverse() {
        return "the processes go back to their control groups; ours is removed";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        return Cgroup.with("pids", "self", new Procfs(machine)).isPresent()
                ? Optional.empty()
                : Optional.of("no pids controller is mounted under /sys/fs/cgroup");
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return SameProcess.outOfReach(target, machine).or(() -> Cgroup.noneAround(target, "pids", machine));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        Cgroup own = Cgroup.with("pids", target.detail("pid"), new Procfs(machine))
                .orElseThrow(() -> new IllegalStateException(target + " has no pids control group"));
        String group = own.above().folder().resolve(token.text()).toString();
        String home = machine.folders()
                .runtime()
                .toAbsolutePath()
                .resolve("home-" + token.text())
                .toString();
        var steps = List.of(
                Step.shell(
                        "make a control group",
                        MAKE,
                        List.of(group),
                        Inverse.of(REMOVE, group, home, own.folder().toString())),
                Step.command(
                        "move " + target + " into it and let nothing more start there",
                        SameProcess.command(
                                target, HOME + MOVE, group, home, own.mount().toString(), pattern(own)),
                        Inverse.of(":")));
        return new Prepared(
                steps,
                new CanStart(target, own.mount().toString(), pattern(own), machine),
                List.of("while it lasts, " + target + " is in the control group " + group
                        + "; what it has started before stays where it is and may go on starting others"));
    }

    private static String pattern(Cgroup group) {
        return group.unified() ? ",," : "*,pids,*";
    }

    /** Whether a process in the target's place can start another: one of ours goes there and tries. */
    private record CanStart(Target target, String mount, String pattern, Machine machine) implements Effect {
        private static final String TRY = """
                home_of "$1" "$2" "$3" || exit 0
                echo $$ >"$home/cgroup.procs" || exit 0
                (:) 2>/dev/null || exit 7
                exit 0""";
        private static final int REFUSED = 7;

        @Override
        public String what() {
            return "whether a process beside " + target + " can start another";
        }

        @Override
        public Reading read() {
            int status = machine.processes()
                    .run(Inverse.of(HOME + TRY, target.detail("pid"), mount, pattern)
                            .argv())
                    .status();
            boolean refused = status == REFUSED || status == 2; // dash ends with 2 when it cannot fork
            return new Reading(refused ? 0 : 1, "", refused ? "it cannot: no more processes" : "it can");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() == 1 && on.value() == 0;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == 1;
        }
    }
}
