package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps processors busy, as a runaway batch job or a noisy neighbour would. */
public final class CpuLoad implements Fault {
    static final Parameter<Percent> LOAD =
            Parameter.required("load", Type.percent(1, 100), "How busy each chosen processor is kept.");
    static final Parameter<Cores> CORES = Parameter.withDefault(
            "cores", new Cores.Kind(), new Cores(Integer.MAX_VALUE), "How many processors: a number, or all.");
    static final Parameter<Integer> WORKERS = Parameter.withDefault(
            "workers", Type.integer(1, 64), 1, "Threads per processor; more of them win more of a contended one.");
    static final Parameter<Duration> RAMP = Parameter.withDefault(
            "ramp", Type.duration(Duration.ZERO, Duration.ofHours(1)), Duration.ZERO, "Time to grow to the full load.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("cpu/load", "Keeps processors busy.", LOAD, CORES, WORKERS, RAMP);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host", "process");
    }

    @Override
    public String effect() {
        return "processor time that the busy process uses";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Neighbour());
    }

    /** A number of processors; more than there are means all. */
    record Cores(int most) {
        @Override
        public String toString() {
            return most == Integer.MAX_VALUE ? "all" : Integer.toString(most);
        }

        record Kind() implements Type<Cores> {
            @Override
            public String name() {
                return "integer";
            }

            @Override
            public String allowed() {
                return "all, or a whole number from 1 to 1024";
            }

            @Override
            public Cores parse(Json json) {
                if (json.text().equals("all")) {
                    return new Cores(Integer.MAX_VALUE);
                }
                try {
                    return new Cores(Type.integer(1, 1024).parse(json));
                } catch (BadValue _) {
                    throw new BadValue("'" + json.text() + "' must be " + allowed());
                }
            }

            @Override
            public Json.Obj schema() {
                return Json.object(
                        "anyOf",
                        Json.of(List.of(
                                Json.object("const", "all"),
                                Type.integer(1, 1024).schema())));
            }
        }
    }

    /** A process of ours that stands where the target stands: on its processors and in its control groups. */
    private record Neighbour() implements Rung {
        @Override
        public String name() {
            return "a busy process beside the target";
        }

        @Override
        public String needs() {
            return "nothing; for a process target taskset, and root to share its control groups";
        }

        @Override
        public Optional<Set<String>> capabilities() {
            return Optional.of(Set.of());
        }

        @Override
        public String inverse() {
            return "the busy process is ended";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Optional.empty();
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            if (target.isProcess() && machine.tool("taskset").isEmpty()) {
                return Optional.of("taskset is not installed (Debian: util-linux)");
            }
            return Optional.empty();
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            var token = Token.fresh();
            var procfs = new Procfs(machine);
            boolean beside = target.isProcess();
            var allowed = CpuList.allowedTo(procfs, beside ? target.detail("pid") : "self");
            int cores = Math.min(arguments.get(CORES).most(), allowed.count());
            int workers = cores * arguments.get(WORKERS);
            Percent load = arguments.get(LOAD);

            var argv = new ArrayList<>(machine.java());
            argv.addAll(List.of(
                    Stressor.class.getName(),
                    token.option(),
                    "--workers=" + workers,
                    "--load=" + load.value() + "%",
                    "--ramp=" + arguments.get(RAMP).toMillis() + "ms"));
            List<String> command = argv;
            var notes = new ArrayList<String>();
            if (beside) {
                List<Cgroup> groups = machine.isRoot() ? limits(procfs, target) : List.of();
                command = Cgroup.joining(groups, pinned(machine, allowed, argv));
                notes.add("the load runs on the processors of " + target + " (" + allowed.text() + ")"
                        + (groups.isEmpty() ? "" : " and within its control groups"));
            }
            double asked = Math.min(allowed.count(), workers * load.fraction());
            var step = Step.child(
                    "keep " + cores + (cores == 1 ? " processor " : " processors ") + load + " busy", command);
            var patience = Duration.ofSeconds(6).plus(arguments.get(RAMP));
            return new Prepared(List.of(step), new CpuTime(token, asked, machine, patience), notes);
        }

        private static List<String> pinned(Machine machine, CpuList allowed, List<String> argv) {
            var command = new ArrayList<String>();
            machine.tool("taskset")
                    .ifPresent(taskset -> command.addAll(List.of(taskset.toString(), "-c", allowed.text())));
            command.addAll(argv);
            return command;
        }

        /** The groups that limit processor time. The memory group is left out: our JVM must not use up the target's. */
        private static List<Cgroup> limits(Procfs procfs, Target target) {
            List<Cgroup> ours = Cgroup.of(procfs, "self");
            return Cgroup.of(procfs, target.detail("pid")).stream()
                    .filter(group -> !ours.contains(group))
                    .filter(group -> group.unified() ? group.has("cpu") : group.has("cpu") || group.has("cpuset"))
                    .toList();
        }
    }
}
