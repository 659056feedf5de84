package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Span;
import dev.shakeout.model.Step;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deletes a pod; what it belongs to makes another one. */
public final class PodDelete implements ByApi {
    static final Parameter<Duration> GRACE = Parameter.optional(
            "grace",
            Type.duration(Duration.ZERO, Duration.ofHours(1)),
            "How long it may take to end; 0s kills it at once. What the pod itself says if not given.");

    static final Parameter<Duration> INTERVAL = Parameter.optional(
            "interval",
            Type.duration(Duration.ofMillis(1), Duration.ofHours(1)),
            "How long after each other pods of the same workload are deleted at least, the oldest first; all at once if not"
                    + " given.");

    /** $1 says how; an object that has taken the name of the one meant is left alone. */
    private static final String SCRIPT = """
            call DELETE "$path" application/json "$1"
            case $status in 200 | 202) ;; *) refused "delete $path" ;; esac
            """;

    /** $2 is how many seconds it waits for its turn; the end of its input is that of the run. */
    private static final String IN_TURN = """
            echo ready
            timeout "$2" cat >/dev/null && exit 0
            """ + SCRIPT + """
            cat >/dev/null
            """;

    /** What a controller or a node does takes it a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("pod/delete", "Deletes a pod; what it belongs to makes another one.", GRACE, INTERVAL);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(PodFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the pod is gone, or on its way out";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "nothing is left to take back: what the pod belongs to makes another one",
                type -> List.of(new Right("get", type), new Right("delete", type)),
                PodDelete::delete);
    }

    private static Prepared delete(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        site.mustBeReplaceable();
        var options = Json.object(
                "apiVersion",
                "v1",
                "kind",
                "DeleteOptions",
                "preconditions",
                Json.object("uid", site.resource().uid()));
        for (Duration grace : site.arguments().find(GRACE).stream().toList()) {
            options = options.with("gracePeriodSeconds", Json.of(grace.toSeconds()));
        }
        String what = "delete " + site.target();
        Duration turn = turn(site);
        if (turn.isZero()) {
            var argv = ApiCall.command(site.cluster(), site.resource().path(), SCRIPT, options.compact());
            return Prepared.of(List.of(Step.irreversible(what, argv)), new Gone(site));
        }
        if (site.machine().tool("timeout").isEmpty()) {
            throw new ApiRung.Unfit("timeout is not installed, by which it waits for its turn");
        }
        String seconds = String.valueOf(turn.toMillis() / 1e3);
        var argv = ApiCall.command(site.cluster(), site.resource().path(), IN_TURN, options.compact(), seconds);
        var effect = new Gone(site, turn.plus(PATIENCE));
        return Prepared.of(List.of(Step.child(what + " after " + Span.words(turn), argv)), effect);
    }

    /** Whichever others are deleted too, none of its workload is at the same time. */
    private static Duration turn(ApiRung.Site site) throws IOException {
        Optional<Duration> interval = site.arguments().find(INTERVAL);
        if (interval.isEmpty()) {
            return Duration.ZERO;
        }
        var queues = site.machine().shared().get(Queues.class, Queues::new);
        return interval.get().multipliedBy(queues.place(site));
    }

    /** The pods of workloads in the order in which they are deleted, each workload's listed once for a command. */
    private static final class Queues implements AutoCloseable {
        private final Map<String, List<String>> queues = new HashMap<>();

        /** How many go before it; one that has come since its workload was listed has it listed anew. */
        synchronized int place(ApiRung.Site site) throws IOException {
            Optional<Resource.Owner> workload = PodFinder.workload(site.resource());
            if (workload.isEmpty()) {
                return 0;
            }
            String key = site.cluster().context() + " " + site.namespace() + " " + workload.get();
            String uid = site.resource().uid();
            List<String> queue = queues.getOrDefault(key, List.of());
            if (!queue.contains(uid)) {
                queue = PodFinder.ofSameWorkload(site.resource(), site.cluster()).stream()
                        .map(Resource::uid)
                        .toList();
                queues.put(key, queue);
            }
            return Math.max(0, queue.indexOf(uid));
        }

        @Override
        public void close() {
            queues.clear();
        }
    }

    /** Value 1 when the pod is gone or ending. */
    record Gone(ApiRung.Site site, Duration patience) implements Effect {
        Gone(ApiRung.Site site) {
            this(site, PATIENCE);
        }

        @Override
        public String what() {
            return "whether " + site.target() + " is gone";
        }

        @Override
        public Reading read() throws IOException {
            var now = ResourceFinder.read(site.target(), site.machine());
            boolean gone = now.map(Resource::isEnding).orElse(true);
            return new Reading(gone ? 1 : 0, "", site.target() + (gone ? " is gone" : " is there"));
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() == 0 && on.value() == 1;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return true;
        }

        @Override
        public boolean momentary() {
            return true;
        }
    }
}
