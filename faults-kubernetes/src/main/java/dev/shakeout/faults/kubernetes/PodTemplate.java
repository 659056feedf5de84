package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Step;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a workload makes its pods from. When it is changed, pods are replaced as the workload's update strategy says. */
record PodTemplate(Resource workload) {
    static final Parameter<String> CONTAINER = Parameter.optional(
            "container", Type.text(), "Name of the container; all but init containers if not given.");

    private static final Set<ResourceType> UPDATED =
            Set.of(ResourceType.DEPLOYMENT, ResourceType.STATEFUL_SET, ResourceType.DAEMON_SET);
    private static final List<String> CONTAINERS = List.of("spec", "template", "spec", "containers");

    /** What it takes to change a workload, and to look at its pods. */
    static List<Right> rights(ResourceType type) {
        return new Right("list", ResourceType.POD).and(Right.toChange(type));
    }

    /** The same, where pods may be stuck. */
    static List<Right> rightsToBreak(ResourceType type) {
        return type == ResourceType.STATEFUL_SET
                ? new Right("get", ResourceType.POD).and(new Right("delete", ResourceType.POD).and(rights(type)))
                : rights(type);
    }

    /**
     * Sets fields so that no new pod becomes ready. A stateful set that replaces one pod after the other then waits for the
     * first of them, also when the template is set back, so that one is deleted.
     *
     * @param mark what stands in a pod that was made so, as JSON
     */
    Step breakWith(String what, Cluster cluster, List<Field> fields, String mark) {
        boolean waits = workload.type() == ResourceType.STATEFUL_SET;
        long last = workload.number(0, "spec", "ordinals", "start") + wanted() - 1;
        String pod = ResourceType.POD.path(workload.namespace(), workload.name() + "-" + last);
        var stuck = waits ? Optional.of(new SetBack.Stuck(pod, mark)) : Optional.<SetBack.Stuck>empty();
        return Change.step(what, cluster, new SetBack(workload.path(), workload.uid(), fields, stuck));
    }

    /** A container, and its place among the containers. */
    record Container(int place, Json json) {
        String name() {
            return Resource.text(json, "name");
        }

        /** Sets a field of it. */
        Field set(List<String> containers, Json ours, String... keys) {
            return Field.OfEntry.in(json, place, ours, containers, keys);
        }

        /** Those of this name, or all. */
        static List<Container> named(Optional<String> name, Resource object, List<String> containers)
                throws ApiRung.Unfit {
            var all = new ArrayList<Container>();
            for (Json each : object.list(containers.toArray(String[]::new))) {
                all.add(new Container(all.size(), each));
            }
            var found = all.stream()
                    .filter(each -> name.isEmpty() || each.name().equals(name.get()))
                    .toList();
            if (found.isEmpty()) {
                throw new ApiRung.Unfit(object.type().word() + " " + object.name() + " has no container "
                        + name.orElse("") + "; it has "
                        + all.stream().map(Container::name).collect(Collectors.joining(", ")));
            }
            return found;
        }
    }

    /** Sets a field of a container. */
    Field set(Container container, Json ours, String... keys) {
        return container.set(CONTAINERS, ours, keys);
    }

    /**
     * Containers that a fault is to hit.
     *
     * @throws ApiRung.Unfit there is none, or changing the template would not replace pods and put them back
     */
    List<Container> containers(Optional<String> name) throws ApiRung.Unfit {
        requireUpdates();
        return Container.named(name, workload, CONTAINERS);
    }

    /** @throws ApiRung.Unfit pods are not replaced when the template changes */
    void requireUpdates() throws ApiRung.Unfit {
        String what = workload.type().word() + " " + workload.namespace() + "/" + workload.name();
        if (workload.type() == ResourceType.JOB) {
            throw new ApiRung.Unfit("the template of a job cannot be changed");
        }
        if (!UPDATED.contains(workload.type())) {
            throw new ApiRung.Unfit("a " + workload.type().word() + " does not replace pods when its template changes");
        }
        if (workload.text("spec", "paused").equals("true")) {
            throw new ApiRung.Unfit(what + " is paused, so no pod would be replaced");
        }
        if (workload.text("spec", "updateStrategy", "type").equals("OnDelete")) {
            throw new ApiRung.Unfit(what + " replaces pods only when they are deleted (updateStrategy: OnDelete)");
        }
        if (workload.number(0, "spec", "updateStrategy", "rollingUpdate", "partition") > 0) {
            throw new ApiRung.Unfit(what + " keeps some pods from being replaced (partition)");
        }
        if (wanted() == 0) {
            throw new ApiRung.Unfit(what + " has no pods");
        }
    }

    private long wanted() {
        return workload.type() == ResourceType.DAEMON_SET
                ? workload.number(0, "status", "desiredNumberScheduled")
                : workload.number(1, "spec", "replicas");
    }

    /** Its pods that are not completed and not on their way out. */
    List<Resource> pods(Cluster cluster) throws IOException {
        var pods = new ArrayList<Resource>();
        cluster.list(ResourceType.POD, workload.namespace(), Map.of("labelSelector", selector()), pod -> {
            if (PodFinder.lives(pod)) {
                pods.add(pod);
            }
        });
        return pods;
    }

    /** The workload's selector as a query takes it. */
    private String selector() {
        var terms = new ArrayList<String>();
        if (workload.at("spec", "selector", "matchLabels").orElse(Json.Null.NULL) instanceof Json.Obj(var labels)) {
            labels.forEach((key, value) -> terms.add(key + "=" + value.text()));
        }
        for (Json each : workload.list("spec", "selector", "matchExpressions")) {
            String key = Resource.text(each, "key");
            String values = Resource.at(each, "values").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                    ? items.stream().map(Json::text).collect(Collectors.joining(","))
                    : "";
            terms.add(
                    switch (Resource.text(each, "operator")) {
                        case "In" -> key + " in (" + values + ")";
                        case "NotIn" -> key + " notin (" + values + ")";
                        case "DoesNotExist" -> "!" + key;
                        default -> key;
                    });
        }
        return String.join(",", terms);
    }

    /** What a person should know before pods are replaced. */
    static final String ROLLOUT =
            "pods are replaced as the workload's update strategy allows, once now and once when it"
                    + " is set back; with its default, the old pods of a small deployment stay until new ones are ready";
}
