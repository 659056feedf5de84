package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;

/** A soft limit of processes of one for the target alone: its user has more already. Root is above such a limit. */
record NoProcesses() implements PrlimitRung {
    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return PrlimitRung.super
                .missingFor(target, arguments, machine)
                .or(() -> new Procfs(machine)
                        .status(target.detail("pid"), "Uid")
                        .filter(ids -> ids.startsWith("0\t"))
                        .map(_ -> target + " runs as root, for whom the kernel has no limit of processes"));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var step = SoftLimit.PROCESSES.lower(
                "lower the soft limit of processes of " + target + " to 1", target, "1", machine);
        return Prepared.of(List.of(step), new Most(target, machine));
    }

    /** The soft limit; while it is one, the kernel starts nothing more for a process whose user has one already. */
    private record Most(Target target, Machine machine) implements Effect {
        @Override
        public String what() {
            return "how many processes and threads the user of " + target + " may have before it can start no more";
        }

        @Override
        public Reading read() {
            double limit = SoftLimit.PROCESSES
                    .of(target, machine)
                    .map(Long::doubleValue)
                    .orElse(Double.POSITIVE_INFINITY);
            return new Reading(limit, "processes", "at most " + (long) limit);
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() > 1 && on.value() == 1;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() > 1;
        }
    }
}
