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
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Set;

/** Leaves a process no file descriptors to open files and connections with, as a leak of them would (EMFILE). */
public final class ProcessFdExhaustion implements Fault {
    static final Parameter<Integer> LEAVE = Parameter.withDefault(
            "leave", Type.integer(0, 100_000), 0, "How many more descriptors the process may still open.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "process/fd-exhaustion", "Leaves a process no file descriptors for new files and connections.", LEAVE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "how many descriptors the process can still open";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Limited());
    }

    private record Limited() implements PrlimitRung {
        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            int leave = arguments.get(LEAVE);
            var step = SoftLimit.OPEN_FILES.lower(
                    "lower the soft limit of open files of " + target + " to what it uses"
                            + (leave == 0 ? "" : " and " + leave + " more"),
                    target,
                    Integer.toString(leave),
                    machine);
            return new Prepared(
                    List.of(step),
                    new Free(target, leave, machine),
                    List.of("what " + target + " has open stays open; whatever it closes meanwhile it may open again"));
        }
    }

    /** How many descriptors the process could still open. */
    private record Free(Target target, int leave, Machine machine) implements Effect {
        /** What it may have closed since. */
        private static final int CLOSED_MEANWHILE = 16;

        @Override
        public String what() {
            return "descriptors that " + target + " can still open";
        }

        @Override
        public Reading read() {
            long limit = SoftLimit.OPEN_FILES.of(target, machine).orElse(0L);
            long used = new Procfs(machine)
                    .descriptors(Long.parseLong(target.detail("pid"))).stream()
                            .filter(number -> number < limit)
                            .count();
            return new Reading(limit - used, "descriptors", (limit - used) + " free below the limit of " + limit);
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() < before.value() && on.value() <= leave + CLOSED_MEANWHILE;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() > leave + CLOSED_MEANWHILE;
        }
    }
}
