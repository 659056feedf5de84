package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stops a process without ending it, as a long garbage collection or a frozen virtual machine would. */
public final class ProcessPause implements Fault {
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
                new SignalRung(
                        "the process gets SIGCONT, unless another run holds it still",
                        (target, _, _) -> TraceRung.deaf(target),
                        ProcessPause::stop),
                new TraceRung("whoever holds it is ended", true, (_, _, _) -> Optional.empty(), Stopped::new));
    }

    private static Prepared stop(Target target, Arguments arguments, Machine machine) {
        var step = Standstill.of(target, Token.fresh(), machine).stop();
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
