package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.faults.host.GroupLimits;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Leaves a container less processor time and memory, as if it had been started with smaller limits. The engine is not asked:
 * Docker cannot set a memory limit back to none (moby's daemon ignores 0 in POST /containers/ID/update).
 */
public final class ContainerLimit implements ContainerFault {
    static final Parameter<BigDecimal> CPUS = Parameter.optional(
            "cpus",
            Type.number(0.01, 1024),
            "How many processors all of its processes together may still use: 0.5 is half of the time of one.");
    static final Parameter<Bytes> MEMORY = Parameter.optional(
            "memory",
            Type.bytes(Bytes.mebibytes(1), new Bytes(1L << 50)),
            "How much memory all of its processes together may use; more than they hold now.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "container/limit", "Leaves a container less processor time and memory than it may use.", CPUS, MEMORY);
    }

    @Override
    public String effect() {
        return "limits of its control groups that hold it back";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new OwnGroups());
    }

    private record OwnGroups() implements Rung {
        @Override
        public String name() {
            return "kernel (the container's control groups)";
        }

        @Override
        public String needs() {
            return "root and the cpu and memory controllers of cgroup v1 or v2";
        }

        @Override
        public String inverse() {
            return "the control groups get the limits again that they had";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return GroupLimits.missing(machine);
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            if (arguments.find(CPUS).isEmpty() && arguments.find(MEMORY).isEmpty()) {
                return Optional.of("container/limit needs cpus, memory or both");
            }
            return target.isProcess()
                    ? limits(target, machine).refusal(asked(arguments))
                    : Optional.of("the processes of " + target + " are not seen from here: its engine runs elsewhere");
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            return limits(target, machine).plan(asked(arguments));
        }

        private static GroupLimits limits(Target target, Machine machine) {
            return new GroupLimits(target, target.id(), machine);
        }

        private static GroupLimits.Asked asked(Arguments arguments) {
            return new GroupLimits.Asked(arguments.find(CPUS).map(BigDecimal::doubleValue), arguments.find(MEMORY));
        }
    }
}
