package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Limits what each new container of a namespace may use (https://kubernetes.io/docs/concepts/policy/limit-range/). */
public final class NamespaceLimits implements ByApi {
    static final Parameter<BigDecimal> CPU = Parameter.optional(
            "cpu", Type.number(0.001, 1_000_000), "Processors that a new container may use at most, such as 0.1.");
    static final Parameter<Bytes> MEMORY = Parameter.optional(
            "memory",
            Type.bytes(Bytes.mebibytes(4), Bytes.mebibytes(1L << 40)),
            "Memory that a new container may use at most, such as 64MiB.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "namespace/limits",
                "Limits new containers of a namespace: those that say nothing get these limits, those that want more are"
                        + " refused.",
                CPU,
                MEMORY);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NamespaceFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the limit range is there";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the limit range is deleted again; pods that were made meanwhile keep the limits they were given",
                type -> new Right("get", type).and(Right.toCreate(ResourceType.LIMIT_RANGE)),
                NamespaceLimits::limit);
    }

    private static Prepared limit(ApiRung.Site site) throws ApiRung.Unfit {
        Json.Obj most = most(site);
        String namespace = site.resource().name();
        String name = ApiRung.Site.freshName("limits");
        var limits = Json.object("type", "Container", "max", most, "default", most, "defaultRequest", most);
        return new Prepared(
                List.of(site.create(
                        "limit new containers of " + site.target() + " to " + most.compact(),
                        ResourceType.LIMIT_RANGE,
                        namespace,
                        name,
                        Json.object("spec", Json.object("limits", Json.of(List.of(limits)))))),
                site.other(
                        "whether " + site.target() + " has a limit range of ours",
                        ResourceType.LIMIT_RANGE,
                        ResourceType.LIMIT_RANGE.path(namespace, name),
                        Optional::isPresent,
                        range -> range.isPresent() ? "has it" : "has none of ours"),
                List.of("pods that were made meanwhile keep the limits they were given, until they are made anew"));
    }

    private static Json.Obj most(ApiRung.Site site) throws ApiRung.Unfit {
        Json.Obj most = Json.Obj.EMPTY;
        for (BigDecimal cpu : site.arguments().find(CPU).stream().toList()) {
            most = most.with("cpu", Json.of(Quantity.processors(cpu).text()));
        }
        for (Bytes memory : site.arguments().find(MEMORY).stream().toList()) {
            most = most.with("memory", Json.of(Quantity.memory(memory).text()));
        }
        if (most.members().isEmpty()) {
            throw new ApiRung.Unfit("give cpu or memory, or both");
        }
        return most;
    }
}
