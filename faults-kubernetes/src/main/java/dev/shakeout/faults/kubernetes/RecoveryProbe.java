package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.faults.kubernetes.Shortages.Shortage;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Tells how long workloads had fewer ready replicas than they must have, from the beginning of the run on, as the API server
 * tells of it (see {@link Watch}) and not by asking now and then.
 */
public final class RecoveryProbe implements ApiProbe {
    static final Parameter<Integer> REPLICAS = Parameter.optional(
            "replicas",
            Type.integer(1, 100_000),
            "How many replicas must be ready; as many as were wanted when the run began if not given.");
    static final Parameter<Duration> WAIT = Parameter.withDefault(
            "wait",
            Type.duration(Duration.ZERO, Duration.ofHours(1)),
            Duration.ofMinutes(1),
            "How long a reading waits for the end of a shortage that still lasts.");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "recovery",
                        "Tells how long workloads of a Kubernetes cluster had too few ready replicas during the run.",
                        Criteria.namespacedAnd(Workload.TYPE, REPLICAS, WAIT))
                .reads(
                        new Output("ready", Output.Kind.FLAG, "whether there are enough now"),
                        new Output("shortages", Output.Kind.WHOLE, "how often there were too few"),
                        new Output("longest", Output.Kind.NUMBER, "seconds that the longest of them took"),
                        new Output("latest", Output.Kind.NUMBER, "seconds that the latest of them took"),
                        new Output("total", Output.Kind.NUMBER, "seconds that all of them took"),
                        new Output("all", Output.Kind.ANY, "when each began, its seconds, and how few were ready"));
    }

    @Override
    public List<Right> rights(Arguments by) {
        ResourceType type = Workload.type(by);
        return List.of(new Right("list", type), new Right("watch", type));
    }

    @Override
    public ProbeReader open(String name, Arguments arguments, Machine machine) {
        return new Reader(arguments, machine);
    }

    /** Watches from the beginning of the run, or else from its first reading. */
    private static final class Reader implements ProbeReader.Once {
        private final Arguments by;
        private final Machine machine;
        private final Shortages shortages;
        private Optional<Watch> watch = Optional.empty();

        Reader(Arguments by, Machine machine) {
            this.by = by;
            this.machine = machine;
            this.shortages = new Shortages(
                    by.find(REPLICAS).map(Integer::longValue),
                    workload -> Criteria.annotated(workload.body(), by),
                    machine.clock());
        }

        @Override
        public void start() {
            try {
                watch();
            } catch (BadValue _) {
                // there is no cluster: whoever reads is told
            }
        }

        private synchronized Watch watch() {
            if (watch.isEmpty()) {
                Cluster cluster = Criteria.cluster(by, machine);
                watch = Optional.of(Watch.start(
                        cluster,
                        Workload.type(by),
                        Criteria.namespace(by, cluster),
                        Criteria.query(by, List.of()),
                        shortages::told));
            }
            return watch.get();
        }

        @Override
        public Json read() throws ProbeFailed, InterruptedException {
            Watch watching;
            try {
                watching = watch();
            } catch (BadValue e) {
                throw new ProbeFailed(String.valueOf(e.getMessage()), e);
            }
            awaitFirst(watching);
            shortages.awaitEnd(by.get(WAIT));
            for (String trouble : watching.trouble().stream().toList()) {
                throw new ProbeFailed("it is not known how the replicas are: " + trouble);
            }
            if (!shortages.known()) {
                throw new ProbeFailed("no " + Workload.type(by).word() + " matches; what should recover?");
            }
            return told(shortages.all(), machine.clock().instant());
        }

        @Override
        public synchronized Optional<List<ProbeReader.Lapse>> lapses() {
            boolean told = shortages.known()
                    && watch.stream().allMatch(each -> each.trouble().isEmpty());
            return told
                    ? Optional.of(shortages.all().stream()
                            .map(each -> new ProbeReader.Lapse(each.from(), each.to()))
                            .toList())
                    : Optional.empty();
        }

        private void awaitFirst(Watch watching) throws ProbeFailed, InterruptedException {
            if (!shortages.listed()) {
                shortages.awaitList(PATIENCE, () -> watching.trouble().isPresent());
            }
            if (!shortages.listed()) {
                throw new ProbeFailed(watching.trouble().orElse("the API server has not answered yet"));
            }
        }

        @Override
        public synchronized void close() {
            watch.ifPresent(Watch::close);
        }
    }

    private static Json told(List<Shortage> all, Instant now) {
        List<Duration> lengths = all.stream().map(each -> each.length(now)).toList();
        return Json.object(
                "ready",
                all.isEmpty() || all.getLast().to().isPresent(),
                "shortages",
                all.size(),
                "longest",
                seconds(lengths.stream().max(Duration::compareTo).orElse(Duration.ZERO)),
                "latest",
                seconds(lengths.isEmpty() ? Duration.ZERO : lengths.getLast()),
                "total",
                seconds(lengths.stream().reduce(Duration.ZERO, Duration::plus)),
                "all",
                Json.of(all.stream().map(each -> told(each, now)).toList()));
    }

    private static Json told(Shortage shortage, Instant now) {
        var told = new LinkedHashMap<String, Json>();
        told.put("from", Json.of(shortage.from().toString()));
        told.put("seconds", seconds(shortage.length(now)));
        told.put("ready", Json.of(shortage.least()));
        return new Json.Obj(told);
    }

    private static Json seconds(Duration length) {
        return new Json.Num(BigDecimal.valueOf(Math.max(0, length.toMillis()), 3));
    }
}
