package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Custodian;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A container that an agent runs in. */
sealed interface Post {
    /** Of the pod. */
    String pod();

    String uid();

    String container();

    /** What starts an agent there. */
    List<String> agent();

    /**
     * A container that is put into the target's pod and sees its network, and the processes of one of its containers
     * (https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/). It ends when nothing is left to take back,
     * and stays listed until the pod goes.
     *
     * @param container its name, which nobody else gives
     * @param beside whose processes it sees, and with whose first process it ends; none where the network is enough
     */
    record Ephemeral(
            String pod, String uid, String container, Optional<String> beside, String image, Allowance allowance)
            implements Post {
        /** Until an agent has come, and as long as one has a ledger. Its status says whether something was left. */
        private static final String HOLD = """
                runs=/run/shakeout/runs looks=0 waited=0
                while [ $looks -lt 3 ] && [ $waited -lt 600 ]; do
                  sleep 0.2
                  if [ ! -d $runs ]; then waited=$((waited + 1)); continue; fi
                  waited=0
                  set -- $runs/*
                  if [ -e "$1" ]; then looks=0; else looks=$((looks + 1)); fi
                done
                exit 0
                """;

        @Override
        public List<String> agent() {
            return List.of("shakeout", "agent", "--stdio");
        }

        private Json.Obj patch() {
            var container = Json.object(
                    "name",
                    this.container,
                    "image",
                    image,
                    "command",
                    Json.of(List.of(Json.of("sh"), Json.of("-c"), Json.of(HOLD))),
                    "env", // an image may keep its files elsewhere
                    Json.of(List.of(Json.object("name", "SHAKEOUT_HOME", "value", ""))),
                    "securityContext",
                    allowance.json());
            for (String target : beside.stream().toList()) {
                container = container.with("targetContainerName", Json.of(target));
            }
            return Json.object("spec", Json.object("ephemeralContainers", Json.of(List.of(container))));
        }
    }

    /**
     * A container that an administrator has put on the target's node, who decides what it may do
     * (deploy/kubernetes/agent.yaml). It sees all processes of the node.
     */
    record OnNode(String pod, String uid, String container) implements Post {
        /** Paths of control groups mean the same to it as to the node's first process. */
        @Override
        public List<String> agent() {
            return List.of("nsenter", "--cgroup=/proc/1/ns/cgroup", "shakeout", "agent", "--stdio");
        }
    }

    /** How long an image may take to come. */
    Duration PATIENCE = Duration.ofMinutes(2);

    /** Reasons for which a container waits in vain. */
    Set<String> HOPELESS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    /**
     * Returns when an agent can be started there.
     *
     * @throws IOException it cannot; nothing was injected
     */
    default void ready(Cluster cluster) throws IOException {
        if (this instanceof Ephemeral ephemeral) {
            String path = pod() + "/ephemeralcontainers";
            var answer = cluster.send(
                    "PATCH",
                    path,
                    "application/strategic-merge-patch+json",
                    ephemeral.patch().compact());
            if (!answer.ok()) {
                throw new Custodian.Impossible(cluster.refusal("change " + path, answer));
            }
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!runs(cluster)) {
            if (System.nanoTime() > deadline) {
                throw new Custodian.Impossible(
                        "container " + container() + " of " + pod() + " does not run after " + Span.words(PATIENCE));
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private boolean runs(Cluster cluster) throws IOException {
        Json state = state(cluster).orElse(Json.Obj.EMPTY);
        String reason = Resource.text(state, "waiting", "reason");
        if (HOPELESS.contains(reason)) {
            throw new Custodian.Impossible("container " + container() + " of " + pod() + " does not start: " + reason
                    + ": " + Resource.text(state, "waiting", "message"));
        }
        if (Resource.at(state, "terminated").isPresent()) {
            throw new Custodian.Impossible("container " + container() + " of " + pod() + " has ended: "
                    + Resource.text(state, "terminated", "reason") + " "
                    + Resource.text(state, "terminated", "message"));
        }
        return Resource.at(state, "running").isPresent();
    }

    /** As the node tells it; empty when it has not told yet. */
    private Optional<Json> state(Cluster cluster) throws IOException {
        Resource now = cluster.find(ResourceType.POD, pod())
                .filter(found -> found.uid().equals(uid()))
                .orElseThrow(() -> new Custodian.Impossible(pod() + " is not there any more"));
        return state(now, container());
    }

    /** The state of a container of either kind. */
    static Optional<Json> state(Resource pod, String container) {
        return Stream.of("ephemeralContainerStatuses", "containerStatuses")
                .flatMap(kind -> pod.list("status", kind).stream())
                .filter(each -> Resource.text(each, "name").equals(container))
                .flatMap(each -> Resource.at(each, "state").stream())
                .findFirst();
    }
}
