package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cuts the pods of a workload off (https://kubernetes.io/docs/concepts/services-networking/network-policies/). */
public final class WorkloadPartition implements ByApi {
    static final Parameter<String> DIRECTION = Parameter.withDefault(
            "direction", Type.choice("in", "out", "both"), "both", "Which connections are cut, by who opens them.");
    static final Parameter<Map<String, String>> PEERS = Parameter.optional(
            "peers",
            Type.textMap(),
            "Labels, all of them, of pods that it is cut off from; from everybody if not given.");
    static final Parameter<String> PEER_NAMESPACE = Parameter.optional(
            "peer-namespace", Type.text(), "Namespace of the peers; the workload's own if not given.");

    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "workload/partition",
                "Cuts the pods of a workload off, from everybody or from other pods, by a network policy.",
                DIRECTION,
                PEERS,
                PEER_NAMESPACE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(WorkloadFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the network policy is there";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the network policy is deleted again",
                type -> new Right("get", type).and(Right.toCreate(ResourceType.NETWORK_POLICY)),
                WorkloadPartition::cut);
    }

    private static Prepared cut(ApiRung.Site site) throws ApiRung.Unfit {
        Optional<Json> pods = site.resource().at("spec", "selector").filter(WorkloadPartition::selects);
        if (pods.isEmpty()) { // one of another form would be read as one that selects all
            throw new ApiRung.Unfit(site.target() + " has no selector by which its pods could be told");
        }
        Map<String, String> peers = site.arguments().find(PEERS).orElse(Map.of());
        if (peers.isEmpty() && site.arguments().find(PEER_NAMESPACE).isPresent()) {
            throw new ApiRung.Unfit("peer-namespace says where peers are; give their labels as peers too");
        }
        String direction = site.arguments().get(DIRECTION);
        var types = new ArrayList<Json>();
        Json.Obj spec = Json.object("podSelector", pods.get());
        if (!direction.equals("out")) {
            types.add(Json.of("Ingress"));
            spec = spec.with("ingress", rules("from", peers, site));
        }
        if (!direction.equals("in")) {
            types.add(Json.of("Egress"));
            spec = spec.with("egress", rules("to", peers, site));
        }
        String name = ApiRung.Site.freshName("partition");
        return new Prepared(
                List.of(site.create(
                        "cut " + site.target() + " off from " + (peers.isEmpty() ? "everybody" : "pods with " + peers),
                        ResourceType.NETWORK_POLICY,
                        site.namespace(),
                        name,
                        Json.object("spec", spec.with("policyTypes", Json.of(types))))),
                site.other(
                        "whether a network policy of ours is there",
                        ResourceType.NETWORK_POLICY,
                        ResourceType.NETWORK_POLICY.path(site.namespace(), name),
                        Optional::isPresent,
                        policy -> policy.isPresent() ? "is cut off by " + name : "is not cut off by us"),
                notes(direction, peers));
    }

    /** As a network policy does: by matchLabels or matchExpressions, and nothing else. */
    private static boolean selects(Json selector) {
        return selector instanceof Json.Obj(var members)
                && !members.isEmpty()
                && Set.of("matchLabels", "matchExpressions").containsAll(members.keySet());
    }

    private static List<String> notes(String direction, Map<String, String> peers) {
        var notes = new ArrayList<>(List.of(
                "only a network plugin that enforces network policies (Calico, Cilium, …) cuts anything; add a probe that"
                        + " sees it",
                "network policies add up: what another policy allows to these pods stays allowed",
                "with most plugins, connections that are open stay open"));
        if (!direction.equals("in") && peers.isEmpty()) {
            notes.add("names are not resolved either, as the cluster's DNS is among everybody");
        }
        if (!peers.isEmpty()) {
            notes.add("what is outside of the cluster is cut off too, as a policy can allow but pods by their labels");
        }
        return notes;
    }

    /** A policy can only allow: everybody but those with all of these labels is who lacks one of them, or is elsewhere. */
    private static Json rules(String side, Map<String, String> peers, ApiRung.Site site) {
        if (peers.isEmpty()) {
            return Json.of(List.of());
        }
        String namespace = site.arguments().find(PEER_NAMESPACE).orElseGet(site::namespace);
        var allowed = new ArrayList<Json>();
        allowed.add(Json.object("namespaceSelector", expression(NAMESPACE_NAME, "NotIn", namespace)));
        peers.forEach((label, value) -> allowed.add(Json.object(
                "namespaceSelector",
                expression(NAMESPACE_NAME, "In", namespace),
                "podSelector",
                expression(label, "NotIn", value))));
        return Json.of(List.of(Json.object(side, Json.of(allowed))));
    }

    private static Json.Obj expression(String key, String operator, String value) {
        var one = Json.object("key", key, "operator", operator, "values", Json.of(List.of(Json.of(value))));
        return Json.object("matchExpressions", Json.of(List.of(one)));
    }
}
