package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Omitted;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds pods of a cluster. Those that are completed, or on their way out, are never found. */
public final class PodFinder implements ResourceFinder {
    static final String KIND = "pod";

    static final Parameter<String> PHASE =
            Parameter.optional("phase", Type.choice("Pending", "Running"), "Its phase; either if not given.");
    static final Parameter<String> NODE = Parameter.optional("node", Type.text(), "The node that it is on.");
    static final Parameter<String> OWNER = Parameter.optional(
            "owner", Type.text(), "The workload that it belongs to, by name: web, or with its kind: deployment/web.");

    static final Parameter<String> CONTAINER = Parameter.optional(
            "container",
            Type.text(),
            "For a fault of processes or the network: the container that is hit; as for kubectl, that of the pod's annotation"
                    + " or the first if not given.");
    static final Parameter<String> AGENT_IMAGE = Parameter.withDefault(
            "agent-image",
            Type.text(),
            "shakeout:0.1.0",
            "For a fault of processes or the network: image of Shakeout for an ephemeral container.");

    private static final Set<String> COMPLETED = Set.of("Succeeded", "Failed");
    /** Most of a pod, of which there may be thousands. */
    private static final Omitted NOT_LOOKED_AT = Omitted.of(
            "items.metadata.managedFields",
            "items.spec",
            "items.status.containerStatuses",
            "items.status.initContainerStatuses");

    private static final List<String> NOT_COMPLETED =
            COMPLETED.stream().sorted().map(phase -> "status.phase!=" + phase).toList();

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                KIND,
                "Finds pods of a Kubernetes cluster that are neither completed nor ending.",
                Criteria.namespacedAnd(PHASE, NODE, OWNER, CONTAINER, AGENT_IMAGE));
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(ResourceType.POD);
    }

    @Override
    public boolean looksAtOthers() {
        return true;
    }

    /** What a fault of processes can hit in a pod is seen by an agent that is where the pod is. */
    @Override
    public List<Rung> inside(Fault fault) {
        return fault.targetKinds().contains("process")
                ? Stream.of(Placing.values())
                        .<Rung>map(placing -> new AgentRung(fault, placing))
                        .toList()
                : List.of();
    }

    @Override
    public List<Target> find(Arguments by, Machine machine) {
        return ResourceFinder.super.find(by, machine).stream()
                .map(pod -> {
                    var details = new HashMap<>(pod.details());
                    by.find(CONTAINER).ifPresent(name -> details.put(CONTAINER.name(), name));
                    details.put(AGENT_IMAGE.name(), by.get(AGENT_IMAGE));
                    return new Target(pod.kind(), pod.id(), pod.name(), details);
                })
                .toList();
    }

    @Override
    public List<Resource> resources(Arguments by, Cluster cluster) throws IOException {
        return all(by, cluster).stream().filter(pod -> !isOurs(pod)).toList();
    }

    @Override
    public List<Plan.Spared> spared(Arguments by, Machine machine) {
        try {
            return all(ours(by), Criteria.cluster(by, machine)).stream()
                    .map(pod ->
                            new Plan.Spared("pod " + pod.namespace() + "/" + pod.name(), "Shakeout itself runs in it"))
                    .toList();
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    /** Those of them that {@link #isOurs}, which the server finds quicker. */
    private static Arguments ours(Arguments by) {
        String ours = Custody.LABEL + "=" + Custody.US;
        return by.with(
                Criteria.SELECTOR,
                by.find(Criteria.SELECTOR).map(asked -> asked + "," + ours).orElse(ours));
    }

    private static List<Resource> all(Arguments by, Cluster cluster) throws IOException {
        var fields = new ArrayList<>(NOT_COMPLETED);
        by.find(PHASE).ifPresent(phase -> fields.add("status.phase=" + phase));
        by.find(NODE).ifPresent(node -> fields.add("spec.nodeName=" + node));
        return Criteria.matching(
                ResourceType.POD, by, cluster, fields, pod -> lives(pod) && isOf(by, pod), NOT_LOOKED_AT);
    }

    private static boolean isOf(Arguments by, Resource pod) {
        return by.find(OWNER).stream().allMatch(owner -> belongs(pod, owner));
    }

    static boolean lives(Resource pod) {
        return !pod.isEnding() && !COMPLETED.contains(pod.text("status", "phase"));
    }

    static boolean isOurs(Resource pod) {
        return Custody.US.equals(pod.labels().get(Custody.LABEL));
    }

    static boolean belongs(Resource pod, String owner) {
        return workload(pod).stream().anyMatch(workload -> workload.isNamed(owner));
    }

    /**
     * What keeps replicas of it. A Deployment's pods are made by a ReplicaSet, which is named after the Deployment and the
     * pods' label pod-template-hash.
     */
    static Optional<Resource.Owner> workload(Resource pod) {
        return pod.owner().map(owner -> {
            String hash = "-" + pod.labels().getOrDefault("pod-template-hash", "");
            return owner.kind().equals("ReplicaSet")
                            && hash.length() > 1
                            && owner.name().endsWith(hash)
                    ? new Resource.Owner(
                            "Deployment", owner.name().substring(0, owner.name().length() - hash.length()))
                    : owner;
        });
    }

    /** Pods of the same workload that are ready; all pods of a namespace are listed once. */
    @Override
    public Map<String, Replicas> services(List<Target> targets, Machine machine) {
        var services = new HashMap<String, Replicas>();
        targets.stream()
                .collect(Collectors.groupingBy(PodFinder::place, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(ofOnePlace -> services.putAll(servicesOfOnePlace(ofOnePlace, machine)));
        return services;
    }

    private static List<String> place(Target target) {
        return List.of(target.detail("context"), target.detail("namespace"));
    }

    private Map<String, Replicas> servicesOfOnePlace(List<Target> targets, Machine machine) {
        Cluster cluster = ResourceFinder.cluster(targets.getFirst(), machine);
        String namespace = targets.getFirst().detail("namespace");
        var workloads = new HashMap<String, Resource.Owner>();
        var healthy = new HashMap<Resource.Owner, List<Target>>();
        try {
            for (Resource pod : all(Arguments.NONE.with(Criteria.NAMESPACE, namespace), cluster)) {
                workload(pod).ifPresent(workload -> {
                    workloads.put(pod.uid(), workload);
                    List<Target> replicas = healthy.computeIfAbsent(workload, _ -> new ArrayList<>());
                    if (pod.isReady()) {
                        replicas.add(target(pod, cluster));
                    }
                });
            }
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
        var replicas = new HashMap<Resource.Owner, Replicas>();
        healthy.forEach(
                (workload, ready) -> replicas.put(workload, new Replicas(namespace + "/" + workload.name(), ready)));
        workloads.keySet().retainAll(targets.stream().map(Target::id).toList());
        var services = new HashMap<String, Replicas>();
        workloads.forEach((pod, workload) -> services.put(pod, replicas.get(workload)));
        return services;
    }

    /** The pods of its workload, itself among them, the oldest first; none if it belongs to nothing. */
    static List<Resource> ofSameWorkload(Resource pod, Cluster cluster) throws IOException {
        var workload = workload(pod);
        if (workload.isEmpty()) {
            return List.of();
        }
        var of = Arguments.NONE
                .with(Criteria.NAMESPACE, pod.namespace())
                .with(OWNER, workload.get().kind() + "/" + workload.get().name());
        return all(of, cluster);
    }
}
