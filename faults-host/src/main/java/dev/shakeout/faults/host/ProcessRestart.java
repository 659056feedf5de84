package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ends a process again and again while whoever supervises it starts it again, as a crash loop would. */
public final class ProcessRestart implements Fault {
    static final Parameter<Duration> INTERVAL = Parameter.withDefault(
            "interval",
            Type.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            Duration.ofSeconds(10),
            "How long after one end the next one comes.");
    static final Parameter<String> SIGNAL = Parameter.withDefault(
            "signal", Type.choice("KILL", "TERM"), "KILL", "Signal that ends it; KILL gives it no chance to clean up.");
    static final Parameter<Duration> WAIT = Parameter.withDefault(
            "wait",
            Type.duration(Duration.ZERO, Duration.ofSeconds(20)),
            Duration.ofSeconds(5),
            "How long the supervisor has in the end to start it again, before Shakeout starts it itself.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "process/restart",
                "Ends a process again and again, each time its supervisor has started it.",
                INTERVAL,
                SIGNAL,
                WAIT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "how often the process has been ended";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Loop());
    }

    private record Loop() implements Rung {
        @Override
        public String name() {
            return "signals from a process beside the target";
        }

        @Override
        public String needs() {
            return Revival.NEEDS;
        }

        @Override
        public String inverse() {
            return "the process that sends the signals is ended";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Revival.missing(machine);
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            return SameProcess.outOfReach(target, machine).or(() -> Revival.impossible(target, List.of(), machine));
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            var token = Token.fresh();
            Duration interval = arguments.get(INTERVAL);
            var revival = Revival.of(target, List.of(), machine);
            var child = new ArrayList<>(machine.java());
            child.addAll(List.of(
                    Restarter.class.getName(),
                    token.option(),
                    "--pid=" + target.detail("pid"),
                    "--start=" + target.detail("start"),
                    "--signal=" + arguments.get(SIGNAL),
                    "--interval=" + interval.toMillis() + "ms"));
            var steps = List.of(
                    revival.note(),
                    revival.end(
                            "see to it that " + target + " runs in the end",
                            ":",
                            Duration.ofSeconds(2),
                            arguments.get(WAIT)),
                    Step.child("end it every " + Span.words(interval), child));
            return new Prepared(
                    steps,
                    Served.of(target, List.of(), true, Duration.ofSeconds(10), machine),
                    List.of("what has the same command line and was started later is taken for the one that its"
                            + " supervisor has started in its place, and ended too"));
        }
    }
}
