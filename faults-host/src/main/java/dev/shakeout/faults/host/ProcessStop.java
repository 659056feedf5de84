package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stops a service in good order and starts it again when the fault is taken back, as a failed deployment would. */
public final class ProcessStop implements Fault {
    static final Parameter<Duration> GRACE = Parameter.withDefault(
            "grace",
            Type.duration(Duration.ZERO, Duration.ofSeconds(20)),
            Duration.ofSeconds(10),
            "How long the process may take to end after SIGTERM before it gets SIGKILL.");
    static final Parameter<List<String>> START = Parameter.optional(
            "start",
            Type.texts(),
            "Command, word by word, that starts it again; by default the process's own command line.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "process/stop", "Stops a service, and starts it again when it is taken back.", GRACE, START);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "whether the service runs";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new ServiceUnit(), new Captured());
    }

    /** Ended by signals, and started as it was. */
    private record Captured() implements Rung {
        /** $4 twentieths of a second between the signals. */
        private static final String STOP = """
                kill -s TERM "$1" || exit 1
                i=0
                while same "$1" "$2"; do
                  if [ $i = "$4" ]; then kill -s KILL "$1"; fi
                  [ $i -lt $(($4 + 100)) ] || { echo "process $1 does not end" >&2; exit 1; }
                  i=$((i + 1))
                  sleep 0.05
                done""";

        @Override
        public String name() {
            return "signals, then its own command line again";
        }

        @Override
        public String needs() {
            return Revival.NEEDS;
        }

        @Override
        public String inverse() {
            return "the command line that ran is started again, as the same user, in the same folder and with the same environment";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Revival.missing(machine);
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            return SameProcess.outOfReach(target, machine)
                    .or(() -> Revival.impossible(target, arguments.find(START).orElse(List.of()), machine));
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            Duration grace = arguments.get(GRACE);
            List<String> again = arguments.find(START).orElse(List.of());
            var revival = Revival.of(target, again, machine);
            String twentieths = Long.toString(grace.toMillis() / 50);
            var steps = List.of(revival.note(), revival.end("stop " + target, STOP, grace, Duration.ZERO, twentieths));
            return new Prepared(
                    steps,
                    Served.of(target, again, false, Duration.ofSeconds(10), machine),
                    List.of("when it is taken back it is started from "
                            + (again.isEmpty() ? "its own command line" : String.join(" ", again))
                            + ", as the same user, in the same folder and with the same variables; a supervisor that"
                            + " starts it before that ends the fault early"));
        }
    }
}
