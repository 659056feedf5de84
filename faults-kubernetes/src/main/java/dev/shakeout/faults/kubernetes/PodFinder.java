package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds pods of a cluster. Those that are completed, or on their way out, are never found. */
public final class PodFinder implements ResourceFinder {
    static final String KIND = "pod";

    static final Parameter<String> PHASE =
            Parameter.optional("phase", Type.choice("Pending", "Running"), "Its phase; either if not given.");
    static final Parameter<String> NODE = Parameter.optional("node", Type.text(), "The node that it is on.");
    static final Parameter<String> OWNER = Parameter.optional(
            "owner", Type.text(), "The workload that it belongs to, by name: web, or with its kind: deployment/web.");

    private static final Set<String> COMPLETED = Set.of("Succeeded", "Failed");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                KIND,
                "Finds pods of a Kubernetes cluster that are neither completed nor ending.",
                Criteria.namespacedAnd(PHASE, NODE, OWNER));
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(ResourceType.POD);
    }

    @Override
    public boolean looksAtOthers() {
        return true;
    }

    @Override
    public List<Resource> resources(Arguments by, Cluster cluster) throws IOException {
        return all(by, cluster).stream().filter(pod -> !isOurs(pod)).toList();
    }

    @Override
    public List<Plan.Spared> spared(Arguments by, Machine machine) {
        try {
            return all(by, Criteria.cluster(by, machine)).stream()
                    .filter(PodFinder::isOurs)
                    .map(pod ->
                            new Plan.Spared("pod " + pod.namespace() + "/" + pod.name(), "Shakeout itself runs in it"))
                    .toList();
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    private static List<Resource> all(Arguments by, Cluster cluster) throws IOException {
        var fields = new ArrayList<String>();
        by.find(PHASE).ifPresent(phase -> fields.add("status.phase=" + phase));
        by.find(NODE).ifPresent(node -> fields.add("spec.nodeName=" + node));
        return Criteria.matching(ResourceType.POD, by, cluster, fields).stream()
                .filter(PodFinder::lives)
                .filter(pod -> by.find(OWNER).stream().allMatch(owner -> belongs(pod, owner)))
                .toList();
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

    /** Pods of the same workload that are ready. */
    @Override
    public Optional<Replicas> service(Target target, Machine machine) {
        Cluster cluster = ResourceFinder.cluster(target, machine);
        try {
            Optional<Resource> pod = ResourceFinder.read(target, machine);
            Optional<Resource.Owner> workload = pod.flatMap(PodFinder::workload);
            if (workload.isEmpty()) {
                return Optional.empty();
            }
            String namespace = pod.get().namespace();
            var healthy = ofSameWorkload(pod.get(), cluster).stream()
                    .filter(Resource::isReady)
                    .toList();
            return Optional.of(new Replicas(
                    namespace + "/" + workload.get().name(),
                    healthy.stream().map(each -> target(each, cluster)).toList()));
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
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
