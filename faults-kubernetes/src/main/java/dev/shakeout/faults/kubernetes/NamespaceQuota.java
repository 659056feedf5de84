package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Uses up a namespace: no pod comes to it that would exceed a quota (https://kubernetes.io/docs/concepts/policy/resource-quotas/). */
public final class NamespaceQuota implements ByApi {
    static final Parameter<Integer> PODS = Parameter.optional(
            "pods",
            Type.integer(0, 1_000_000),
            "How many pods there may be; 0, so no new one, if nothing else is given.");
    static final Parameter<BigDecimal> CPU = Parameter.optional(
            "cpu", Type.number(0, 1_000_000), "Processors that all pods together may request, such as 0.5.");
    static final Parameter<Bytes> MEMORY = Parameter.optional(
            "memory",
            Type.bytes(new Bytes(0), Bytes.mebibytes(1L << 40)),
            "Memory that all pods together may request, such as 512MiB.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "namespace/quota",
                "Lets a namespace have no more pods, processors or memory than given; pods that are there stay.",
                PODS,
                CPU,
                MEMORY);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NamespaceFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the quota is enforced";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the quota is deleted again",
                type -> new Right("get", type).and(Right.toCreate(ResourceType.RESOURCE_QUOTA)),
                NamespaceQuota::limit);
    }

    private static Prepared limit(ApiRung.Site site) {
        Json.Obj hard = hard(site);
        String namespace = site.resource().name();
        String name = ApiRung.Site.freshName("quota");
        var notes = new ArrayList<String>();
        if (hard.get("requests.cpu").or(() -> hard.get("requests.memory")).isPresent()) {
            notes.add("new pods that do not say what they request of it are refused too");
        }
        return new Prepared(
                List.of(site.create(
                        "limit " + site.target() + " to " + hard.compact(),
                        ResourceType.RESOURCE_QUOTA,
                        namespace,
                        name,
                        Json.object("spec", Json.object("hard", hard)))),
                // the API server goes by what stands in the status, which a controller writes
                site.other(
                        "whether a quota of " + site.target() + " is enforced",
                        ResourceType.RESOURCE_QUOTA,
                        ResourceType.RESOURCE_QUOTA.path(namespace, name),
                        quota ->
                                quota.flatMap(each -> each.at("status", "hard")).isPresent(),
                        quota -> quota.isPresent()
                                ? "has used " + quota.get().text("status", "used") + " of " + hard.compact()
                                : "has no quota of ours"),
                notes);
    }

    private static Json.Obj hard(ApiRung.Site site) {
        var given = site.arguments();
        Optional<String> cpu =
                given.find(CPU).map(each -> Quantity.processors(each).text());
        Optional<String> memory =
                given.find(MEMORY).map(each -> Quantity.memory(each).text());
        Json.Obj hard = Json.Obj.EMPTY;
        if (cpu.isPresent()) {
            hard = hard.with("requests.cpu", Json.of(cpu.get()));
        }
        if (memory.isPresent()) {
            hard = hard.with("requests.memory", Json.of(memory.get()));
        }
        Optional<Integer> pods = given.find(PODS);
        return pods.isPresent() || hard.members().isEmpty()
                ? hard.with("pods", Json.of(String.valueOf(pods.orElse(0))))
                : hard;
    }
}
