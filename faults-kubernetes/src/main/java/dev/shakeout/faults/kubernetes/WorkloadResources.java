package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rolls out other limits and requests of processors and memory. */
public final class WorkloadResources implements ByApi {
    private static final Type<BigDecimal> PROCESSORS = Type.number(0.001, 100_000);
    private static final Type<Bytes> MEMORY = Type.bytes(Bytes.mebibytes(4), Bytes.mebibytes(1L << 30));

    static final Parameter<BigDecimal> CPU_LIMIT = Parameter.optional(
            "cpu-limit",
            PROCESSORS,
            "Processors that each container may use, such as 0.05; a higher request is lowered.");
    static final Parameter<Bytes> MEMORY_LIMIT = Parameter.optional(
            "memory-limit",
            MEMORY,
            "Memory that each container may use; what needs more is killed. A higher request is lowered.");
    static final Parameter<BigDecimal> CPU_REQUEST =
            Parameter.optional("cpu-request", PROCESSORS, "Processors that a node must have free for each container.");
    static final Parameter<Bytes> MEMORY_REQUEST =
            Parameter.optional("memory-request", MEMORY, "Memory that a node must have free for each container.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "workload/resources",
                "Rolls out other limits and requests of processors and memory: too little to run well, or more than any node has.",
                CPU_LIMIT,
                MEMORY_LIMIT,
                CPU_REQUEST,
                MEMORY_REQUEST,
                PodTemplate.CONTAINER);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(WorkloadFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether a pod of the workload has these limits and requests";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "each limit and request is set back, unless somebody else has changed it meanwhile",
                PodTemplate::rights,
                WorkloadResources::squeeze);
    }

    private static Prepared squeeze(ApiRung.Site site) throws ApiRung.Unfit {
        if (site.resource().type() == ResourceType.STATEFUL_SET
                && !site.resource().text("spec", "podManagementPolicy").equals("Parallel")) {
            throw new ApiRung.Unfit(
                    site.target() + " replaces one pod after the other and waits for each to be ready, so it"
                            + " might never come back (https://github.com/kubernetes/kubernetes/issues/67250)");
        }
        var template = new PodTemplate(site.resource());
        var fields = new ArrayList<Field>();
        var wanted = new LinkedHashMap<String, Wanted>();
        for (PodTemplate.Container each : template.containers(site.arguments().find(PodTemplate.CONTAINER))) {
            var own = Wanted.of(site, each);
            fields.addAll(own.fields(template, each));
            wanted.put(each.name(), own);
        }
        if (fields.isEmpty()) {
            throw new ApiRung.Unfit(site.target() + " has these limits and requests already");
        }
        return new Prepared(
                List.of(site.change(
                        "give " + site.target() + " "
                                + wanted.values().iterator().next(),
                        fields.toArray(Field[]::new))),
                // once the template is set back, it may take all the time that the workload takes itself to replace its
                // pods
                site.state(
                        "pods of " + site.target() + " with these limits and requests",
                        now -> all(now.list("spec", "template", "spec", "containers"), wanted)
                                && squeezed(site, template, wanted) > 0,
                        _ -> "has " + squeezed(site, template, wanted) + " pods with them"),
                List.of(
                        PodTemplate.ROLLOUT,
                        "whether a container is slowed down or killed for want of memory is the node's doing"));
    }

    private static long squeezed(ApiRung.Site site, PodTemplate template, Map<String, Wanted> wanted)
            throws IOException {
        return template.pods(site.cluster()).stream()
                .filter(pod -> all(pod.list("spec", "containers"), wanted))
                .count();
    }

    private static boolean all(List<Json> containers, Map<String, Wanted> wanted) {
        return containers.stream()
                .allMatch(each -> Optional.ofNullable(wanted.get(Resource.text(each, "name"))).stream()
                        .allMatch(own -> own.holds(each)));
    }

    /** What one container is to have: limits and requests, each by the name of the resource. */
    private record Wanted(Map<String, Quantity> limits, Map<String, Quantity> requests) {
        static Wanted of(ApiRung.Site site, PodTemplate.Container container) throws ApiRung.Unfit {
            var limits = new LinkedHashMap<String, Quantity>();
            var requests = new LinkedHashMap<String, Quantity>();
            var given = site.arguments();
            given.find(CPU_LIMIT).ifPresent(value -> limits.put("cpu", Quantity.processors(value)));
            given.find(MEMORY_LIMIT).ifPresent(value -> limits.put("memory", Quantity.memory(value)));
            given.find(CPU_REQUEST).ifPresent(value -> requests.put("cpu", Quantity.processors(value)));
            given.find(MEMORY_REQUEST).ifPresent(value -> requests.put("memory", Quantity.memory(value)));
            if (limits.isEmpty() && requests.isEmpty()) {
                throw new ApiRung.Unfit("give at least one of cpu-limit, memory-limit, cpu-request and memory-request");
            }
            for (String resource : List.of("cpu", "memory")) {
                fit(resource, container, limits, requests);
            }
            return new Wanted(limits, requests);
        }

        /** A request may not be above its limit. */
        private static void fit(
                String resource,
                PodTemplate.Container container,
                Map<String, Quantity> limits,
                Map<String, Quantity> requests)
                throws ApiRung.Unfit {
            Optional<Quantity> limit =
                    Optional.ofNullable(limits.get(resource)).or(() -> now(container.json(), "limits", resource));
            Optional<Quantity> asked = Optional.ofNullable(requests.get(resource));
            Optional<Quantity> request = asked.or(() -> now(container.json(), "requests", resource));
            if (limit.isEmpty() || request.isEmpty() || request.get().compareTo(limit.get()) <= 0) {
                return;
            }
            if (asked.isPresent()) {
                throw new ApiRung.Unfit("container " + container.name() + " cannot request " + asked.get() + " of "
                        + resource + ", as its limit is " + limit.get() + "; give a higher " + resource + "-limit too");
            }
            requests.put(resource, limit.get());
        }

        private static Optional<Quantity> now(Json container, String section, String resource) {
            return Resource.at(container, "resources", section, resource)
                    .map(Json::text)
                    .map(Quantity::new);
        }

        /** One for each value, or one for a section that is not there yet. */
        List<Field> fields(PodTemplate template, PodTemplate.Container container) {
            var fields = new ArrayList<Field>();
            Map.of("limits", limits, "requests", requests).forEach((section, values) -> {
                var changed = new LinkedHashMap<>(values);
                changed.entrySet()
                        .removeIf(each -> now(container.json(), section, each.getKey())
                                .filter(each.getValue()::equals)
                                .isPresent());
                if (!changed.isEmpty()
                        && Resource.at(container.json(), "resources", section).isEmpty()) {
                    Json.Obj all = Json.Obj.EMPTY;
                    for (Map.Entry<String, Quantity> each : changed.entrySet()) {
                        all = all.with(each.getKey(), Json.of(each.getValue().text()));
                    }
                    fields.add(template.set(container, all, "resources", section));
                } else {
                    changed.forEach((resource, value) ->
                            fields.add(template.set(container, Json.of(value.text()), "resources", section, resource)));
                }
            });
            return fields;
        }

        boolean holds(Json container) {
            return limits.entrySet().stream()
                            .allMatch(each -> now(container, "limits", each.getKey())
                                    .filter(each.getValue()::equals)
                                    .isPresent())
                    && requests.entrySet().stream()
                            .allMatch(each -> now(container, "requests", each.getKey())
                                    .filter(each.getValue()::equals)
                                    .isPresent());
        }

        @Override
        public String toString() {
            return "limits " + limits + " and requests " + requests;
        }
    }
}
