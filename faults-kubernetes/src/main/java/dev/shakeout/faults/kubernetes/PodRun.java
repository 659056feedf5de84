package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Made;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.engine.Rung.Prospect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Runs a container in a pod of its own to its end. The pod is made before and deleted after, as a fault is taken back. */
public final class PodRun implements ApiProbe {
    static final String NAME = "pod-run";
    static final Parameter<Json.Obj> CONTAINER = Parameter.required(
            "container",
            Type.object(),
            "The container as Kubernetes has it: image, command, args, env, volumeMounts and so on; a name is not needed.");
    static final Parameter<Json.Obj> SPEC = Parameter.optional(
            "spec",
            Type.object(),
            "What else the pod's spec has, as Kubernetes has it: volumes, serviceAccountName, nodeSelector and so on.");
    static final Parameter<String> NAMESPACE = Parameter.optional(
            "namespace", Type.text(), "Where the pod is made; the namespace of the context if not given.");
    static final Parameter<Duration> TIMEOUT = Parameter.withDefault(
            "timeout",
            Type.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            Duration.ofMinutes(10),
            "How long it may take, with the pulling of its image; one that takes longer has failed.");

    private static final String DEFAULT_NAME = "task";
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final int LONGEST_OUTPUT = 64 << 10;
    /** Of the end of a log; its lines may be long. */
    private static final String END_OF_LOG = "/log?tailLines=2000&limitBytes=" + (8 << 20);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        NAME,
                        "Runs a container to its end in a pod of its own, which is deleted afterwards; an action of the method.",
                        CONTAINER,
                        SPEC,
                        NAMESPACE,
                        TIMEOUT,
                        Criteria.CONTEXT)
                .reads(
                        new Output("exitCode", Output.Kind.WHOLE, "the status that the container ended with"),
                        new Output("stdout", Output.Kind.TEXT, "the end of what it has printed, 64 KiB at most"),
                        new Output(
                                "reason", Output.Kind.TEXT, "why it ended, in Kubernetes' words: Completed, Error, …"),
                        new Output("pod", Output.Kind.TEXT, "the pod's name"));
    }

    @Override
    public boolean acts() {
        return true;
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public List<Right> rights(Arguments by) {
        return new Right("get", ResourceType.POD, "log").and(Right.toCreate(ResourceType.POD));
    }

    /** The pod of one activity of this command: whoever makes it and whoever waits for it find the same. */
    private record Place(Cluster cluster, String namespace, String name) {
        static Place of(String activity, Arguments by, Machine machine) {
            Cluster cluster = Criteria.cluster(by, machine);
            byte[] seed = (activity + "\0" + by).getBytes(StandardCharsets.UTF_8);
            String own = UUID.nameUUIDFromBytes(seed).toString().substring(0, 8);
            return new Place(cluster, by.find(NAMESPACE).orElseGet(cluster::namespace), cluster.owner() + "-" + own);
        }

        String path() {
            return ResourceType.POD.path(namespace, name);
        }

        Optional<Resource> pod() throws IOException {
            return cluster.find(ResourceType.POD, path());
        }

        @Override
        public String toString() {
            return "pod " + namespace + "/" + name;
        }
    }

    @Override
    public List<Made> makes(String activity, Arguments arguments, Machine machine) {
        Place place = Place.of(activity, arguments, machine);
        var target = new PodFinder()
                .target(ResourceType.POD, place.name(), place.namespace(), place.name(), place.cluster());
        try {
            return List.of(new Made(target, "API server", prospect(place, pod(arguments), arguments, machine)));
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    private Prospect prospect(Place place, Json.Obj pod, Arguments by, Machine machine) throws IOException {
        Optional<String> missing = ApiCall.missing(machine);
        if (missing.isPresent()) {
            return new Prospect.Missing(missing.get());
        }
        Cluster cluster = place.cluster();
        for (Right right : rights(by)) {
            if (!cluster.allows(right, place.namespace(), "")) {
                return new Prospect.Missing("this account may not " + right + " in namespace " + place.namespace()
                        + "; shakeout rbac prints the role that this experiment needs");
            }
        }
        String what = "make " + place + " of image " + Resource.text(by.get(CONTAINER), "image");
        var step = Creation.step(what, cluster, ResourceType.POD, place.namespace(), place.name(), pod);
        var note =
                "cluster " + cluster.server() + ", context " + cluster.context() + ", namespace " + place.namespace();
        return refused(place, pod)
                .<Prospect>map(Prospect.Missing::new)
                .orElseGet(() -> new Prospect.Ready(new Prepared(
                        List.of(step), new Presence(cluster, ResourceType.POD, place.path()), List.of(note))));
    }

    /** What the API server would say; it makes nothing. */
    private static Optional<String> refused(Place place, Json.Obj pod) throws IOException {
        var object = pod.with("apiVersion", Json.of("v1"))
                .with("kind", Json.of("Pod"))
                .with("metadata", Json.object("name", place.name()));
        var answer = place.cluster()
                .send(
                        "POST",
                        ResourceType.POD.path(place.namespace()) + "?dryRun=All&fieldValidation=Strict",
                        "application/json",
                        object.compact());
        return answer.ok() ? Optional.empty() : Optional.of(place.cluster().refusal("make " + place, answer));
    }

    private static Json.Obj pod(Arguments by) {
        Json.Obj container = by.get(CONTAINER);
        Json.Obj named = container.get("name").isPresent() ? container : container.with("name", Json.of(DEFAULT_NAME));
        Json.Obj spec = by.find(SPEC)
                .orElse(Json.Obj.EMPTY)
                .with("restartPolicy", Json.of("Never"))
                .with("containers", Json.of(List.of(named)));
        return Json.object("spec", spec);
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        return () -> {
            try {
                return result(Place.of(name, arguments, machine), arguments, machine);
            } catch (IOException | BadValue e) {
                throw new ProbeFailed(String.valueOf(e.getMessage()), e);
            }
        };
    }

    private static Json result(Place place, Arguments by, Machine machine)
            throws IOException, ProbeFailed, InterruptedException {
        Instant deadline = machine.clock().instant().plus(by.get(TIMEOUT));
        Resource pod = place.pod()
                .orElseThrow(() -> new ProbeFailed(
                        place + " is not there: it is made for an action of the method only, and not elsewhere"));
        while (!List.of("Succeeded", "Failed").contains(pod.text("status", "phase"))) {
            if (!machine.clock().instant().isBefore(deadline)) {
                throw new ProbeFailed(place + " has not ended within " + Span.words(by.get(TIMEOUT)) + words(pod));
            }
            Thread.sleep(AGAIN);
            pod = place.pod().orElseThrow(() -> new ProbeFailed(place + " was deleted by somebody else"));
        }
        return ended(place, pod);
    }

    /** ", Pending: ErrImagePull". */
    private static String words(Resource pod) {
        String waiting = pod.list("status", "containerStatuses").stream()
                .map(status -> Resource.text(status, "state", "waiting", "reason"))
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .map(reason -> ": " + reason)
                .orElse("");
        return "; it is " + pod.text("status", "phase") + waiting;
    }

    private static Json ended(Place place, Resource pod) throws IOException, ProbeFailed {
        String container = Resource.text(pod.list("spec", "containers").getFirst(), "name");
        Json terminated = pod.list("status", "containerStatuses").stream()
                .filter(status -> Resource.text(status, "name").equals(container))
                .flatMap(status -> Resource.at(status, "state", "terminated").stream())
                .findFirst()
                .orElseThrow(() -> new ProbeFailed(place + " has ended without its container: "
                        + pod.text("status", "reason") + " " + pod.text("status", "message")));
        var log = place.cluster().ask(place.path() + END_OF_LOG);
        if (!log.ok()) {
            throw new IOException(place.cluster().refusal("read the log of " + place, log));
        }
        return Json.object(
                "exitCode",
                Integer.parseInt(Resource.text(terminated, "exitCode")),
                "stdout",
                end(log.text()),
                "reason",
                Resource.text(terminated, "reason"),
                "pod",
                place.name());
    }

    private static String end(String text) {
        int from = Math.max(0, text.length() - LONGEST_OUTPUT);
        return text.substring(from > 0 && Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }
}
