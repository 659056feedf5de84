package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what a cluster itself has reported of its objects. */
public final class EventsProbe implements ApiProbe.Asking {
    static final Parameter<String> REASON =
            Parameter.optional("reason", Type.text(), "Its reason, such as BackOff, Unhealthy or Evicted.");
    static final Parameter<String> TYPE =
            Parameter.optional("severity", Type.choice("Normal", "Warning"), "Its type; either if not given.");
    static final Parameter<String> OBJECT = Parameter.optional(
            "object",
            Type.text(),
            "What it is about, by name: web-0, or with its kind: pod/web-0; a * at the end stands for anything.");
    static final Parameter<Duration> LAST = Parameter.withDefault(
            "last",
            Type.duration(Duration.ofMillis(1), Duration.ofDays(1)),
            Duration.ofMinutes(1),
            "How long ago it may have happened last; by the clocks of this host and of the cluster.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "events",
                        "Tells which events a Kubernetes cluster has reported of late.",
                        Criteria.NAMESPACE,
                        REASON,
                        TYPE,
                        OBJECT,
                        LAST,
                        Criteria.CONTEXT)
                .reads(
                        new Output(
                                "events", Output.Kind.WHOLE, "how many match; the cluster joins those that are alike"),
                        new Output(
                                "times",
                                Output.Kind.WHOLE,
                                "how often they have happened since each was first reported"),
                        new Output(
                                "all",
                                Output.Kind.ANY,
                                "reason, type, object, message, times and last time of each, the latest last"));
    }

    @Override
    public List<Right> rights(Arguments by) {
        return ApiProbe.toList(ResourceType.EVENT);
    }

    @Override
    public Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException {
        Instant since = machine.clock().instant().minus(by.get(LAST)).truncatedTo(ChronoUnit.SECONDS);
        var found = new ArrayList<Resource>();
        cluster.list(ResourceType.EVENT, Criteria.namespace(by, cluster), query(by), event -> {
            if (!last(event).isBefore(since) && by.find(OBJECT).stream().allMatch(object -> isAbout(event, object))) {
                found.add(event);
            }
        });
        found.sort(Comparator.comparing(EventsProbe::last));
        return Json.object(
                "events",
                found.size(),
                "times",
                found.stream().mapToLong(EventsProbe::times).sum(),
                "all",
                Json.of(found.stream().map(EventsProbe::told).toList()));
    }

    private static Map<String, String> query(Arguments by) {
        var fields = new ArrayList<String>();
        by.find(REASON).ifPresent(reason -> fields.add("reason=" + reason));
        by.find(TYPE).ifPresent(type -> fields.add("type=" + type));
        return fields.isEmpty() ? Map.of() : Map.of("fieldSelector", String.join(",", fields));
    }

    private static boolean isAbout(Resource event, String object) {
        int slash = object.indexOf('/');
        String kind = object.substring(0, Math.max(0, slash));
        String name = object.substring(slash + 1);
        String about = event.text("involvedObject", "name");
        return (kind.isEmpty() || kind.equalsIgnoreCase(event.text("involvedObject", "kind")))
                && (name.endsWith("*") ? about.startsWith(name.substring(0, name.length() - 1)) : about.equals(name));
    }

    /** Whoever reports it fills in one of these, or another. */
    private static Instant last(Resource event) {
        return Stream.of(
                        event.text("series", "lastObservedTime"),
                        event.text("lastTimestamp"),
                        event.text("eventTime"),
                        event.text("firstTimestamp"),
                        event.text("metadata", "creationTimestamp"))
                .flatMap(text -> time(text).stream())
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static long times(Resource event) {
        return Math.max(1, Math.max(event.number(1, "count"), event.number(1, "series", "count")));
    }

    private static Json told(Resource event) {
        var told = new LinkedHashMap<String, Json>();
        told.put("reason", Json.of(event.text("reason")));
        told.put("type", Json.of(event.text("type")));
        told.put("object", Json.of(event.text("involvedObject", "kind") + "/" + event.text("involvedObject", "name")));
        told.put("message", Json.of(event.text("message")));
        told.put("times", Json.of(times(event)));
        told.put("last", Json.of(last(event).toString()));
        return new Json.Obj(told);
    }
}
