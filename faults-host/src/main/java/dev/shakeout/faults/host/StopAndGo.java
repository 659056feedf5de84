package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Stops the target whenever it has used its share, for hosts whose control groups are out of reach. */
record StopAndGo() implements StopsAndContinues {
    @Override
    public String name() {
        return "SIGSTOP and SIGCONT by the time it has used";
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return SameProcess.outOfReach(target, machine)
                .or(() -> CpuThrottle.Limit.of(target, arguments, machine).refusal(target));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        var limit = CpuThrottle.Limit.of(target, arguments, machine);
        var standstill = Standstill.of(target, token, machine);
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(Limiter.class.getName(), token.option()));
        argv.addAll(standstill.options());
        argv.addAll(List.of(
                "--processors=" + limit.processors(),
                "--period=" + limit.period().toMillis() + "ms"));
        return new Prepared(
                List.of(standstill.prepare(), Step.child("stop it whenever it has used more than " + limit, argv)),
                new Limited(target, token, limit, machine),
                List.of("what " + target + " starts meanwhile is not limited"));
    }

    /** 1 while our limiter is at work and the target has used no more than it is to; an idle target uses less. */
    private record Limited(Target target, Token token, CpuThrottle.Limit limit, Machine machine) implements Effect {
        private static final Duration WINDOW = Duration.ofMillis(600);

        @Override
        public String what() {
            return "processor time that " + target + " uses under a limit";
        }

        @Override
        public Reading read() {
            var procfs = new Procfs(machine);
            boolean limited = procfs.childWith(token.option()).isPresent();
            if (!limited) {
                return new Reading(0, "", "nobody limits " + target);
            }
            long before = ticks(procfs);
            long begin = System.nanoTime();
            LockSupport.parkNanos(Math.max(WINDOW.toNanos(), 3 * limit.period().toNanos()));
            double used = (ticks(procfs) - before) / 100.0 / ((System.nanoTime() - begin) / 1e9);
            return new Reading(
                    used <= 1.2 * limit.processors() + 0.05 ? 1 : 0,
                    "",
                    target + " used " + Numbers.brief(used) + " processors and may use "
                            + Numbers.brief(limit.processors()));
        }

        private long ticks(Procfs procfs) {
            return procfs.stat(target).map(ProcStat::cpuTicks).orElse(0L);
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() == 0 && on.value() == 1;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == before.value();
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(8);
        }
    }
}
