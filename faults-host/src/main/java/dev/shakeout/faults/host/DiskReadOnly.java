package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a path read-only (EROFS), as a kernel does that has met an error on its disk. */
public final class DiskReadOnly implements Fault {
    static final Parameter<String> PATH =
            DiskPath.parameter("File or folder that can be read, but not written, meanwhile.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("disk/read-only", "Makes a path read-only.", PATH);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host", "process");
    }

    @Override
    public String effect() {
        return "whether the path can be written";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new BindMount());
    }

    /** The path is mounted over itself. */
    private record BindMount() implements Rung {
        /** Sets $found to the mounts at the path $2 (as mountinfo writes it) but those in the list $1. */
        private static final String MOUNTS = """
                mounts() {
                  found=
                  there cat /proc/self/mountinfo >"$mark.seen" || return 1
                  while read -r id parent device root point options rest; do
                    [ "$point" = "$2" ] || continue
                    case " $1 " in *" $id "*) ;; *) found="$found $id" ;; esac
                  done <"$mark.seen"
                  rm -f "$mark.seen"
                }
                """;

        /**
         * $1 the path, $2 the same escaped, $3 the beginning of the marks of all who do this here, $4 the end of ours. A mark
         * names the mounts that were there before anybody did. $5 begins the notes of faults over which this cannot lie, as
         * they could not be taken back one by one.
         */
        private static final String MOUNT = """
                mark=$3$4
                for other in "$5"*; do
                  [ ! -e "$other" ] || { echo "$1 is slow or fails by another fault; let that end first" >&2; exit 1; }
                done
                mounts "" "$2" || exit 1
                before=
                for mount in $found; do before="$before $mount"; done
                for other in "$3"*; do
                  [ ! -s "$other" ] || { read -r word before <"$other"; before=${before:+ $before}; }
                done
                echo "before$before" >"$mark" || exit 1
                there mount --bind -- "$1" "$1" && there mount -o remount,bind,ro -- "$1\"""";

        /** A mount that is not ours is never taken away. Which of ours it is does not matter, as they are all alike. */
        private static final String UNMOUNT = """
                mark=$3$4
                [ -e "$mark" ] || exit 0
                read -r word before <"$mark" || :
                mounts "$before" "$2" || exit 1
                if [ -n "$word" ] && [ -n "$found" ]; then
                  there umount -- "$1" 2>/dev/null || there umount -l -- "$1" || exit 1
                fi
                rm -f "$mark\"""";

        @Override
        public String name() {
            return "kernel (read-only bind mount)";
        }

        @Override
        public String needs() {
            return "root";
        }

        @Override
        public String inverse() {
            return "the mount is undone";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return machine.isRoot() ? Optional.empty() : Optional.of("not root");
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            return MountPlace.of(arguments.get(PATH), target, machine).unusable();
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            var place = MountPlace.of(arguments.get(PATH), target, machine);
            String marks = place.marks("read-only");
            String mark = Token.fresh().text();
            var step = Step.command(
                    "mount " + place.path() + " over itself, read-only",
                    place.alone(MOUNTS + MOUNT, place.escaped(), marks, mark, place.marks("faulty")),
                    place.inverse(MOUNTS + UNMOUNT, place.escaped(), marks, mark));
            return new Prepared(
                    List.of(step),
                    new Writable(place),
                    List.of(
                            place.notes(),
                            "files that are open already can still be written, and so can what a process reaches from a"
                                    + " working folder in there"));
        }
    }

    private record Writable(MountPlace place) implements Effect {
        @Override
        public String what() {
            return "whether " + place.path() + " can be written";
        }

        @Override
        public Reading read() {
            boolean writable = place.machine()
                    .processes()
                    .run(place.command("there test -w \"$1\""))
                    .ok();
            return new Reading(writable ? 1 : 0, "", place.path() + (writable ? " can" : " cannot") + " be written");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() == 1 && on.value() == 0;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == before.value();
        }
    }
}
