package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs a command in a container of a pod that is there, or is just being made, and reads what it writes. */
public final class PodExec implements ApiProbe.Asking {
    static final Parameter<String> POD = Parameter.required("pod", Type.text(), "The pod's name.");
    static final Parameter<String> CONTAINER =
            Parameter.optional("container", Type.text(), "The container; the pod's first one if not given.");
    static final Parameter<List<String>> COMMAND = Parameter.required(
            "command", Type.texts(), "The program and its arguments; a shell for a line of it: sh, -c, ls | wc -l.");
    static final Parameter<String> NAMESPACE =
            Parameter.optional("namespace", Type.text(), "The pod's namespace; that of the context if not given.");
    static final Parameter<Duration> TIMEOUT = Parameter.withDefault(
            "timeout",
            Type.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            Duration.ofSeconds(10),
            "How long the command may take.");
    static final Parameter<Duration> WITHIN = Parameter.withDefault(
            "within",
            Type.duration(Duration.ZERO, Duration.ofHours(1)),
            Duration.ofSeconds(10),
            "How long the pod is waited for, until its container runs.");

    private static final Duration AGAIN = Duration.ofMillis(200);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "pod-exec",
                        "Runs a command in a pod of a Kubernetes cluster, and reads what it writes.",
                        POD,
                        NAMESPACE,
                        CONTAINER,
                        COMMAND,
                        TIMEOUT,
                        WITHIN,
                        Criteria.CONTEXT)
                .reads(
                        new Output("status", Output.Kind.WHOLE, "the status that the command ended with"),
                        new Output("stdout", Output.Kind.TEXT, "what it has written to its standard output"),
                        new Output("stderr", Output.Kind.TEXT, "the beginning of what it has complained of"));
    }

    @Override
    public List<Right> rights(Arguments by) {
        return List.of(
                new Right("get", ResourceType.POD),
                new Right("get", ResourceType.POD, "exec"),
                new Right("create", ResourceType.POD, "exec"));
    }

    @Override
    public Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException {
        String path = ResourceType.POD.path(by.find(NAMESPACE).orElseGet(cluster::namespace), by.get(POD));
        String container = awaitRunning(path, by, cluster, machine);
        var said = Exec.listen(cluster, path, container, by.get(COMMAND), by.get(TIMEOUT));
        return Json.object("status", said.status(), "stdout", said.output(), "stderr", said.errors());
    }

    /** @return the container */
    private static String awaitRunning(String path, Arguments by, Cluster cluster, Machine machine) throws IOException {
        Instant deadline = machine.clock().instant().plus(by.get(WITHIN));
        while (true) {
            Optional<Resource> pod = cluster.find(ResourceType.POD, path);
            if (pod.isPresent()) {
                String container = by.find(CONTAINER)
                        .orElseGet(() -> Resource.text(
                                pod.get().list("spec", "containers").getFirst(), "name"));
                if (runs(pod.get(), container)) {
                    return container;
                }
            }
            if (!machine.clock().instant().isBefore(deadline)) {
                throw new IOException(pod.map(found -> path + " does not run after " + Span.words(by.get(WITHIN))
                                + "; it is " + found.text("status", "phase"))
                        .orElse(path + " is not there"));
            }
            pause();
        }
    }

    /** @throws IOException it will not */
    private static boolean runs(Resource pod, String container) throws IOException {
        Json state = Post.state(pod, container).orElse(Json.Obj.EMPTY);
        String reason = Resource.text(state, "waiting", "reason");
        if (Post.HOPELESS.contains(reason)) {
            throw new IOException("container " + container + " of " + pod.path() + " does not start: " + reason + ": "
                    + Resource.text(state, "waiting", "message"));
        }
        if (Resource.at(state, "terminated").isPresent()) {
            throw new IOException("container " + container + " of " + pod.path() + " has ended: "
                    + Resource.text(state, "terminated", "reason"));
        }
        return Resource.at(state, "running").isPresent();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
