package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** A process and all that descended from it when it was looked at, itself first. */
record ProcessTree(Target root, List<ProcStat> members, Machine machine) {
    /**
     * Sends the signal $3 to the process $1 and to all that descend from it at this moment, the oldest generation first, so
     * that a parent cannot replace a child.
     */
    static final String SIGNAL = """
            all=
            for file in /proc/[0-9]*/stat; do
              stat=
              while read -r line; do stat=$stat$line; done 2>/dev/null <"$file" || continue
              pid=${stat%% *}
              rest=${stat##*) }
              rest=${rest#* }
              all="$all $pid:${rest%% *}"
            done
            family=" $1 "
            grown=yes
            while [ -n "$grown" ]; do
              grown=
              for process in $all; do
                case $family in
                *" ${process%:*} "*) ;;
                *" ${process#*:} "*) family="$family${process%:*} " grown=yes ;;
                esac
              done
            done
            kill -s "$3" "$1" || exit 1
            for pid in $family; do [ "$pid" = "$1" ] || kill -s "$3" "$pid" 2>/dev/null || :; done""";

    static ProcessTree of(Target root, Machine machine) {
        var procfs = new Procfs(machine);
        List<ProcStat> all = procfs.pids().stream()
                .flatMap(pid -> procfs.stat(pid).stream())
                .filter(stat -> !stat.ended())
                .toList();
        var members = new ArrayList<>(procfs.stat(root).stream().toList());
        var known = new HashSet<Long>();
        members.forEach(member -> known.add(member.pid()));
        for (int i = 0; i < members.size(); i++) { // grows while it is walked through
            long parent = members.get(i).pid();
            all.stream()
                    .filter(stat -> stat.parent() == parent && known.add(stat.pid()))
                    .forEach(members::add);
        }
        return new ProcessTree(root, List.copyOf(members), machine);
    }

    /** Why none of it may be hit, if one of it must not be. */
    Optional<String> untouchable() {
        var untouchable = Untouchable.on(machine);
        var procfs = new Procfs(machine);
        return members.stream()
                .flatMap(member -> untouchable
                        .why(member, procfs.commandLine(member.pid()))
                        .map(why ->
                                "process " + member.pid() + " descends from " + root + " and must not be hit: " + why)
                        .stream())
                .findFirst();
    }

    Effect gone(Duration patience) {
        return new Gone(this, patience);
    }

    /** How many of it still run. */
    private record Gone(ProcessTree tree, Duration patience) implements Effect {
        @Override
        public String what() {
            return "how many of " + tree.root + " and what descends from it still run";
        }

        @Override
        public Reading read() {
            var procfs = new Procfs(tree.machine);
            long running = tree.members.stream()
                    .filter(member -> procfs.stat(member.pid())
                            .filter(now -> now.start() == member.start() && !now.ended())
                            .isPresent())
                    .count();
            return new Reading(running, "processes", running + " of " + tree.members.size() + " run");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() > 0 && on.value() == 0;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return true;
        }

        @Override
        public boolean momentary() {
            return true;
        }
    }
}
