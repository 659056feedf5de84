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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds pods of a cluster. Those that are completed, or on their way out, are never found. */
public final class PodFinder implements ResourceFinder {
    static final String KIND = "pod";

    static final Parameter<String> PHASE =
            Parameter.optional("phase", Type.choice("Pending", "Running"), "Its phase; either if not given.");
    static final Parameter<String> NODE = Parameter.optional("node", Type.text(), "The node that it is on.");
    static final Parameter<String> OWNER = Parameter.optional(
            "owner",
            Type.text(),
            "The workload that it belongs to, by name: web, or with its kind: deployment/web; or by the labels that its"
                    + " scale tells: shops.example.com/web.");

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
                Criteria.namespacedAnd(PHASE, NODE, OnNodes.SELECTOR, OWNER, CONTAINER, AGENT_IMAGE));
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

    /** That of its node for one that shares the node's network; none while it has not begun. */
    @Override
    public Optional<Function<Resource, List<String>>> addresses() {
        return Optional.of(pod -> Stream.concat(
                        pod.list("status", "podIPs").stream().map(each -> Resource.text(each, "ip")),
                        Stream.of(pod.text("status", "podIP")))
                .filter(address -> !address.isEmpty())
                .distinct()
                .toList());
    }

    @Override
    public List<Right> toFind(Arguments by) {
        var rights = new ArrayList<>(List.of(new Right("list", ResourceType.POD)));
        by.find(OWNER)
                .filter(Scale::isMeant)
                .ifPresent(owner -> rights.add(new Right("get", Scale.unread(owner), Scale.SUB)));
        if (OnNodes.asked(by)) {
            rights.add(new Right("list", ResourceType.NODE));
        }
        return rights;
    }

    @Override
    public Arguments understood(Arguments by, Cluster cluster) throws IOException {
        Arguments on = OnNodes.understood(by, cluster);
        String owner = on.find(OWNER).filter(Scale::isMeant).orElse("");
        return owner.isEmpty()
                ? on
                : and(on.without(OWNER), Scale.selectorOf(owner, Criteria.namespace(on, cluster), cluster));
    }

    private static Arguments and(Arguments by, String selector) {
        return by.with(
                Criteria.SELECTOR,
                by.find(Criteria.SELECTOR).map(asked -> asked + "," + selector).orElse(selector));
    }

    @Override
    public List<String> fields(Arguments by) {
        return fieldsOf(by);
    }

    private static List<String> fieldsOf(Arguments by) {
        var fields = new ArrayList<>(NOT_COMPLETED);
        by.find(PHASE).ifPresent(phase -> fields.add("status.phase=" + phase));
        by.find(NODE).ifPresent(node -> fields.add("spec.nodeName=" + node));
        return fields;
    }

    @Override
    public boolean accepts(Resource pod, Arguments by) {
        return lives(pod) && !isOurs(pod) && isOf(by, pod);
    }

    /**
     * All pods of the namespace are listed, as they are needed to count replicas anyway, and those that are asked for are told
     * from the others here; where only the server can do that, it does.
     */
    @Override
    public List<Resource> resources(Arguments by, Cluster cluster) throws IOException {
        Arguments asked = understood(by, cluster);
        String namespace = Criteria.namespace(asked, cluster);
        var decided = Criteria.decided(asked).filter(_ -> asked.find(NODE).isEmpty() && !OnNodes.asked(asked));
        if (namespace.isEmpty() || decided.isEmpty()) {
            cluster.pods().forget();
            return all(asked, cluster, each -> accepts(each, asked));
        }
        var phase = asked.find(PHASE);
        var seen = new ArrayList<PodSights.Seen>();
        var found = all(Arguments.NONE.with(Criteria.NAMESPACE, namespace), cluster, pod -> {
            if (lives(pod)) {
                seen.add(PodSights.Seen.of(pod));
            }
            return accepts(pod, asked)
                    && Criteria.annotated(pod.body(), asked)
                    && decided.get().test(pod)
                    && phase.stream().allMatch(pod.text("status", "phase")::equals);
        });
        cluster.pods().keep(namespace, seen);
        return found;
    }

    @Override
    public List<Plan.Spared> spared(Arguments by, Machine machine) {
        try {
            Cluster cluster = Criteria.cluster(by, machine);
            Arguments asked = understood(by, cluster);
            Arguments ours = and(asked, Custody.LABEL + "=" + Custody.US); // which the server finds quicker
            return all(ours, cluster, pod -> lives(pod) && isOf(asked, pod)).stream()
                    .map(pod ->
                            new Plan.Spared("pod " + pod.namespace() + "/" + pod.name(), "Shakeout itself runs in it"))
                    .toList();
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    private static List<Resource> all(Arguments by, Cluster cluster, Predicate<Resource> wanted) throws IOException {
        return Criteria.matching(
                ResourceType.POD, by, cluster, fieldsOf(by), wanted, OnNodes.omitted(by, NOT_LOOKED_AT));
    }

    private static boolean isOf(Arguments by, Resource pod) {
        return OnNodes.accepts(pod, by) && by.find(OWNER).stream().allMatch(owner -> belongs(pod, owner));
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
        return PodServices.of(targets, machine, this);
    }

    /** All that live in a namespace, or in all, by what is kept of each. */
    static List<PodSights.Seen> living(String namespace, Cluster cluster) throws IOException {
        var seen = new ArrayList<PodSights.Seen>();
        all(Arguments.NONE.with(Criteria.NAMESPACE, namespace), cluster, pod -> {
            if (lives(pod)) {
                seen.add(PodSights.Seen.of(pod));
            }
            return false;
        });
        return seen;
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
        return all(of, cluster, each -> lives(each) && isOf(of, each));
    }
}
