package dev.shakeout.faults.kubernetes;

import dev.shakeout.agent.Aim;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** How an agent gets to where a pod is. */
enum Placing {
    /** One that an administrator has put on the pod's node. */
    NODE_AGENT(
            "agent on the node", "the agents of deploy/kubernetes/agent.yaml, and the right to run commands in them") {
        @Override
        Post place(Wanted wanted) throws IOException, ApiRung.Unfit {
            String node = wanted.pod().text("spec", "nodeName");
            wanted.require(AGENTS, toList());
            List<Resource> agents = new ArrayList<>();
            wanted.cluster()
                    .list(
                            ResourceType.POD,
                            AGENTS,
                            Map.of(
                                    "labelSelector",
                                    "app.kubernetes.io/name=" + AGENT,
                                    "fieldSelector",
                                    "status.phase=Running,spec.nodeName=" + node),
                            agents::add);
            Resource agent = agents.stream()
                    .filter(each -> !each.isEnding() && each.isReady())
                    .max(Comparator.comparing(Resource::uid))
                    .orElseThrow(() -> new ApiRung.Unfit(
                            "no agent is ready on node " + node + " (pods in namespace " + AGENTS + " with the label"
                                    + " app.kubernetes.io/name: " + AGENT + "; see deploy/kubernetes/agent.yaml)"));
            wanted.require(AGENTS, toExec());
            wanted.require(wanted.pod().namespace(), Right.toHoldLease());
            return new Post.OnNode(agent.path(), agent.uid(), AGENT);
        }

        @Override
        List<String> notes(Post post) {
            return List.of("by the agent in " + post.pod()
                    + ", which sees all processes of that node; what it may do is in its own manifest");
        }
    },

    /** In a container that is put into the pod. */
    EPHEMERAL(
            "ephemeral container",
            "the rights that shakeout rbac prints, a namespace that admits the container, and its image") {
        @Override
        Post place(Wanted wanted) throws IOException, ApiRung.Unfit {
            Optional<Set<String>> capabilities = capabilities(wanted.fault());
            if (capabilities.isEmpty()) {
                throw new ApiRung.Unfit(wanted.fault().descriptor().name()
                        + " needs more of the node than a container beside the target has");
            }
            wanted.require(wanted.pod().namespace(), toBeside());
            return new Post.Ephemeral(
                    wanted.pod().path(),
                    wanted.pod().uid(),
                    wanted.ledger(),
                    networks(wanted.fault())
                            ? Optional.empty()
                            : Optional.of(wanted.container().name()),
                    wanted.target().detail("agent-image"),
                    Allowance.of(capabilities.get()));
        }

        @Override
        List<String> notes(Post post) {
            var ephemeral = (Post.Ephemeral) post;
            return List.of(
                    "by an ephemeral container: {name: " + ephemeral.container() + ", image: " + ephemeral.image()
                            + ephemeral
                                    .beside()
                                    .map(name -> ", targetContainerName: " + name)
                                    .orElse("")
                            + ", " + ephemeral.allowance().words() + "}",
                    "an ephemeral container has ended when all is taken back, but stays listed in the pod's status until the"
                            + " pod goes",
                    "what uses processors or memory does so beside the container, within what the pod as a whole may use");
        }
    };

    /** Where the node's agents are, and what they are called. */
    static final String AGENTS = "shakeout";

    static final String AGENT = "shakeout-agent";

    private final String way;
    private final String needs;

    Placing(String way, String needs) {
        this.way = way;
        this.needs = needs;
    }

    /** What is to be done where. */
    record Wanted(Cluster cluster, Resource pod, PodContainer container, Fault fault, String ledger, Target target) {
        void require(String namespace, List<Right> rights) throws IOException, ApiRung.Unfit {
            Placing.require(cluster, pod, namespace, rights);
        }
    }

    /** @throws ApiRung.Unfit a right is missing, which is named */
    static void require(Cluster cluster, Resource pod, String namespace, List<Right> rights)
            throws IOException, ApiRung.Unfit {
        var denied = new ArrayList<String>();
        for (Right right : rights) {
            boolean own = namespace.equals(pod.namespace()) && right.type() == ResourceType.POD;
            if (!cluster.allows(right, namespace, own ? pod.name() : "")) {
                denied.add(right.toString());
            }
        }
        if (!denied.isEmpty()) {
            throw new ApiRung.Unfit("this account may not " + String.join(", ", denied) + " in namespace " + namespace
                    + "; shakeout rbac prints the role that this experiment needs");
        }
    }

    /** The container for the agent; nothing is made yet. */
    abstract Post place(Wanted wanted) throws IOException, ApiRung.Unfit;

    /** From a node all is seen; beside a network, that. */
    Aim aim(Fault fault, PodContainer container) {
        return this == EPHEMERAL && networks(fault)
                ? new Aim.Network(container.name())
                : new Aim.Container(container.id(), container.name());
    }

    /** What a person should know of it. */
    abstract List<String> notes(Post post);

    String words() {
        return way;
    }

    String needs() {
        return needs;
    }

    /** What all rungs need together that can stand in a container beside the target; empty when none can. */
    static Optional<Set<String>> capabilities(Fault fault) {
        var needed = new TreeSet<String>();
        boolean any = false;
        for (Rung rung : fault.rungs()) {
            any |= rung.capabilities().isPresent();
            rung.capabilities().ifPresent(needed::addAll);
        }
        return any ? Optional.of(needed) : Optional.empty();
    }

    /** Whether it changes the network of a pod, which outlives the containers, and is all that an agent must see. */
    static boolean networks(Fault fault) {
        return capabilities(fault).orElse(Set.of()).contains("NET_ADMIN");
    }

    static List<Right> toExec() {
        return List.of(
                new Right("get", ResourceType.POD),
                new Right("get", ResourceType.POD, "exec"),
                new Right("create", ResourceType.POD, "exec"));
    }

    private static List<Right> toList() {
        return List.of(new Right("list", ResourceType.POD));
    }

    static List<Right> toBeside() {
        return Stream.of(
                        Stream.of(new Right("patch", ResourceType.POD, "ephemeralcontainers")),
                        toExec().stream(),
                        Right.toHoldLease().stream())
                .flatMap(each -> each)
                .toList();
    }

    /** In the pod's namespace, of an experiment that has this fault; that of the node's agents only where nothing else does. */
    static List<Right> rights(Fault fault) {
        return capabilities(fault).isPresent()
                ? toBeside()
                : new Right("get", ResourceType.POD).and(Right.toHoldLease());
    }

    /** In the namespace of the node's agents. */
    static List<Right> rightsOnNode(Fault fault) {
        return capabilities(fault).isPresent()
                ? List.of()
                : Stream.concat(toList().stream(), toExec().stream()).toList();
    }
}
