package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Span;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Stops a process again and again for a short time, as a starved virtual machine or long garbage collections would. */
public final class CpuStall implements Fault {
    static final Parameter<Percent> PERCENT =
            Parameter.required("percent", Type.percent(1, 99), "Share of the time that it is stopped.");
    static final Parameter<Duration> PERIOD = Parameter.withDefault(
            "period",
            Type.duration(Duration.ofMillis(10), Duration.ofSeconds(60)),
            Duration.ofMillis(100),
            "Time from the beginning of one stop to that of the next.");
    static final Parameter<Duration> RAMP = Parameter.withDefault(
            "ramp",
            Type.duration(Duration.ZERO, Duration.ofHours(1)),
            Duration.ZERO,
            "Time to grow to the full share.");

    /** What a timer of an ordinary kernel can still do. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "cpu/stall", "Stops a process again and again for a share of the time.", PERCENT, PERIOD, RAMP);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "the share of the time that the process is stopped";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Bursts());
    }

    private record Bursts() implements StopsAndContinues {
        @Override
        public String name() {
            return "SIGSTOP and SIGCONT in turn";
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            return tooShort(arguments).or(() -> SameProcess.outOfReach(target, machine));
        }

        private static Optional<String> tooShort(Arguments arguments) {
            double share = arguments.get(PERCENT).fraction();
            double shorter = Math.min(share, 1 - share) * arguments.get(PERIOD).toNanos();
            return shorter < SHORTEST.toNanos()
                    ? Optional.of(arguments.get(PERCENT) + " of a period of " + Span.words(arguments.get(PERIOD))
                            + " leaves less than " + Span.words(SHORTEST)
                            + " to stop or to run; ask for a longer period")
                    : Optional.empty();
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            var token = Token.fresh();
            var standstill = Standstill.of(target, token, machine);
            Percent share = arguments.get(PERCENT);
            Duration period = arguments.get(PERIOD);
            var argv = new ArrayList<>(machine.java());
            argv.addAll(List.of(Staller.class.getName(), token.option()));
            argv.addAll(standstill.options());
            argv.addAll(List.of(
                    "--share=" + share.value() + "%",
                    "--period=" + period.toMillis() + "ms",
                    "--ramp=" + arguments.get(RAMP).toMillis() + "ms"));
            return Prepared.of(
                    List.of(
                            standstill.prepare(),
                            Step.child("stop it for " + share + " of every " + Span.words(period), argv)),
                    new Stalled(target, share, period, arguments.get(RAMP), machine));
        }
    }

    /** Share of the time, in percent, in which the kernel says that it is stopped. */
    private record Stalled(Target target, Percent asked, Duration period, Duration ramp, Machine machine)
            implements Effect {
        private static final Duration LEAST = Duration.ofMillis(400);
        private static final int SAMPLES = 200;

        @Override
        public String what() {
            return "share of the time that " + target + " is stopped";
        }

        /** Over whole periods, with samples that drift through them. */
        @Override
        public Reading read() {
            var procfs = new Procfs(machine);
            long periods = Math.max(1, Math.ceilDiv(LEAST.toNanos(), period.toNanos()));
            long window = periods * period.toNanos();
            long begin = System.nanoTime();
            int stopped = 0;
            for (int i = 0; i < SAMPLES; i++) {
                Optional<ProcStat> stat = procfs.stat(target);
                if (stat.isEmpty()) {
                    return new Reading(0, "%", target + " has ended");
                }
                stopped += stat.get().stopped() ? 1 : 0;
                LockSupport.parkNanos(begin + window * (i + 1) / SAMPLES - System.nanoTime());
            }
            double share = 100.0 * stopped / SAMPLES;
            return new Reading(
                    share,
                    "%",
                    target + " was stopped for " + Numbers.brief(share) + "% of " + Span.words(period) + " × "
                            + periods);
        }

        /** Half of it shows the fault: samples of a short share are few. */
        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() - before.value() >= asked.value() / 2;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() <= before.value();
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(5).plus(period.multipliedBy(3)).plus(ramp);
        }
    }
}
