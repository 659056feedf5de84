package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Step;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Closes a node and makes all pods leave it that would be made anew elsewhere, as kubectl drain does. */
public final class NodeDrain implements ByApi {
    static final Parameter<String> UNOWNED = Parameter.withDefault(
            "unowned",
            Type.choice("refuse", "leave"),
            "refuse",
            "What becomes of pods that nothing would make anew: the node is not drained, or they stay.");

    /** How the kubelet marks pods that it takes from a file: https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/ */
    static final String STATIC = "kubernetes.io/config.mirror";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "node/drain",
                "Closes a node to new pods and makes those on it leave, except those of daemon sets.",
                Eviction.BUDGET,
                Eviction.PATIENCE,
                UNOWNED);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NodeFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the node is closed, and no pod is on it that had to leave";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the node is opened again; the pods that left stay where they are",
                type -> Stream.of(Right.toChange(type), List.of(new Right("list", ResourceType.POD)), Eviction.rights())
                        .flatMap(List::stream)
                        .toList(),
                NodeDrain::drain);
    }

    private static Prepared drain(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        List<Resource> pods = leaving(site);
        if (pods.isEmpty()) {
            throw new ApiRung.Unfit("no pod is on " + site.target() + " that could leave it");
        }
        List<Resource> unowned =
                pods.stream().filter(pod -> pod.owner().isEmpty()).toList();
        if (!unowned.isEmpty() && site.arguments().get(UNOWNED).equals("refuse")) {
            throw new ApiRung.Unfit(
                    "pod " + name(unowned.getFirst()) + " on " + site.target()
                            + " belongs to nothing that would make another one; 'unowned: leave' leaves such pods where they are");
        }
        var steps = new ArrayList<Step>();
        if (!NodeCordon.isClosed(site.resource())) {
            steps.add(NodeCordon.step(site));
        }
        List<Resource> owned =
                pods.stream().filter(pod -> pod.owner().isPresent()).toList();
        steps.addAll(Eviction.steps(
                "the " + owned.size() + " pods on " + site.target(),
                site.cluster(),
                site.resource().path(),
                owned,
                site.arguments()));
        return new Prepared(
                steps,
                site.state(
                        "whether pods are on " + site.target(),
                        node -> NodeCordon.isClosed(node) && staying(site) == 0,
                        node -> (NodeCordon.isClosed(node) ? "is closed" : "is open") + ", with " + staying(site)
                                + " pods that are to leave"),
                List.of("what these pods keep on the node itself (emptyDir) is lost"));
    }

    private static String name(Resource pod) {
        return pod.namespace() + "/" + pod.name();
    }

    private static long staying(ApiRung.Site site) throws IOException {
        return leaving(site).stream().filter(pod -> pod.owner().isPresent()).count();
    }

    /** Those that a drained node has no longer, and those that nobody owns. */
    private static List<Resource> leaving(ApiRung.Site site) throws IOException {
        return leaving(site.cluster(), site.resource());
    }

    static List<Resource> leaving(Cluster cluster, Resource node) throws IOException {
        var pods = new ArrayList<Resource>();
        var onNode = Map.of("fieldSelector", "spec.nodeName=" + node.name());
        cluster.list(ResourceType.POD, "", onNode, pod -> {
            boolean stays = pod.annotations().containsKey(STATIC)
                    || PodFinder.isOurs(pod)
                    || pod.owner()
                            .filter(owner -> owner.kind().equals("DaemonSet"))
                            .isPresent();
            if (PodFinder.lives(pod) && !stays) {
                pods.add(pod);
            }
        });
        return pods;
    }
}
