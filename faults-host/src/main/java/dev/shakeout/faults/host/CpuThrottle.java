package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Leaves a process only a part of the processor time, as a small container or a crowded host would. */
public final class CpuThrottle implements Fault {
    static final Parameter<Percent> PERCENT = Parameter.required(
            "percent", Type.percent(1, 100), "How much of the processors it may still use, as a share of cores.");
    static final Parameter<CpuLoad.Cores> CORES = Parameter.withDefault(
            "cores",
            new CpuLoad.Cores.Kind(),
            new CpuLoad.Cores(Integer.MAX_VALUE),
            "What percent is a share of: a number of processors, or all that it may use.");
    static final Parameter<Duration> PERIOD = Parameter.withDefault(
            "period",
            Type.duration(Duration.ofMillis(10), Duration.ofSeconds(1)),
            Duration.ofMillis(100),
            "Time over which the use is counted: what is used up early is missing until its end.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "cpu/throttle", "Leaves a process only a part of the processor time.", PERCENT, CORES, PERIOD);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "the processor time that a busy process gets there";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new QuotaGroup(), new StopAndGo());
    }

    /**
     * What a target may still use.
     *
     * @param processors 0.5 is half of the time of one
     * @param available how many it may use without us
     */
    record Limit(double processors, int available, Duration period) {
        /** The kernel's least quota (sched-bwc.rst). */
        private static final Duration LEAST = Duration.ofMillis(1);

        static Limit of(Target target, Arguments arguments, Machine machine) {
            int available =
                    CpuList.allowedTo(new Procfs(machine), target.detail("pid")).count();
            int cores = Math.min(arguments.get(CORES).most(), available);
            return new Limit(arguments.get(PERCENT).fraction() * cores, available, arguments.get(PERIOD));
        }

        /** Of each period. */
        Duration quota() {
            return Duration.ofNanos(Math.round(processors * period.toNanos()));
        }

        /** Why nobody could keep to it, or nobody would notice. */
        Optional<String> refusal(Target target) {
            if (processors >= available) {
                return Optional.of(Numbers.brief(processors) + " processors are no limit for " + target
                        + ", which may use " + available + "; ask for less");
            }
            return quota().compareTo(LEAST) < 0
                    ? Optional.of(Numbers.brief(processors) + " processors in a period of " + Span.words(period)
                            + " are less than the least quota of " + Span.words(LEAST)
                            + "; ask for more, or for a longer period")
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return Numbers.brief(processors) + (processors == 1 ? " processor" : " processors");
        }
    }
}
