package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of LitmusChaos's objects (https://docs.litmuschaos.io/, api/litmuschaos/v1alpha1 of its operator). */
final class Litmus {
    static final String NAME = "Litmus";
    static final String API_VERSION = "litmuschaos.io/v1alpha1";
    static final ResourceType ENGINE =
            ResourceType.of("ChaosEngine", "litmuschaos.io", "v1alpha1", "chaosengines", true);
    static final ResourceType RESULT =
            ResourceType.of("ChaosResult", "litmuschaos.io", "v1alpha1", "chaosresults", true);
    static final ResourceType EXPERIMENT =
            ResourceType.of("ChaosExperiment", "litmuschaos.io", "v1alpha1", "chaosexperiments", true);

    /** Of everything that belongs to an engine; its value is the engine's uid. */
    static final String UID_LABEL = "chaosUID";

    static final String INJECTED = "injected";

    /** The reason of the event that an experiment writes for its engine when it begins to inject. */
    static final String INJECTS = "ChaosInject";

    /** What is merged into an engine to have it aborted. */
    static final Json.Obj STOP = Json.object("spec", Json.object("engineState", "stop"));

    static final ManifestType MANIFEST = new ManifestType(
            NAME,
            API_VERSION,
            "ChaosEngine",
            Json.object(
                    "apiVersion",
                    API_VERSION,
                    "kind",
                    "ChaosEngine",
                    "spec",
                    Json.object(
                            "appinfo",
                            Json.object("applabel", "app=shop", "appkind", "deployment"),
                            "chaosServiceAccount",
                            "litmus-admin",
                            "experiments",
                            Json.of(List.of(Json.object("name", "pod-delete"))))));

    private Litmus() {}

    static List<String> experiments(Json.Obj manifest) {
        return items(manifest, "spec", "experiments").stream()
                .map(each -> Resource.text(each, "name"))
                .toList();
    }

    /** Active from the beginning: an engine that is to be stopped would do nothing. */
    static Json.Obj active(Json.Obj object) {
        var spec = (Json.Obj) object.get("spec").orElseThrow();
        return object.with("spec", spec.with("engineState", Json.of("active")));
    }

    /** @throws ApiRung.Unfit it is not there, or not what the engine needs */
    static void mustBeIn(Cluster cluster, Json.Obj manifest, String namespace) throws IOException, ApiRung.Unfit {
        String group = "/apis/" + API_VERSION;
        var answer = cluster.ask(group);
        if (answer.status() == 404) {
            throw new ApiRung.Unfit(NAME + " is not installed in the cluster of context '" + cluster.context()
                    + "', which has no API " + API_VERSION + "; install it with helm"
                    + " (https://docs.litmuschaos.io/docs/getting-started/installation),"
                    + " or use the faults of Shakeout itself: its dialect reads the same manifest");
        }
        cluster.object(group, answer);
        Discovery.of(API_VERSION, ENGINE.kind(), cluster);
        List<String> experiments = experiments(manifest);
        if (experiments.isEmpty()) {
            throw new ApiRung.Unfit("the engine names no experiment");
        }
        for (String name : experiments) {
            if (cluster.find(EXPERIMENT, EXPERIMENT.path(namespace, name)).isEmpty()) {
                throw new ApiRung.Unfit("there is no ChaosExperiment " + name + " in namespace " + namespace
                        + "; take it from https://hub.litmuschaos.io and apply it there");
            }
        }
    }

    /** @throws ApiRung.Unfit it hits another namespace than the target */
    static void mustStayInside(Json.Obj manifest, String namespace) throws ApiRung.Unfit {
        var selectors = Resource.at(manifest, "spec", "selectors").orElse(Json.Obj.EMPTY);
        var named = Stream.concat(
                        Stream.of(Resource.text(manifest, "spec", "appinfo", "appns")),
                        Stream.of("workloads", "pods")
                                .flatMap(each -> items(selectors, each).stream())
                                .map(each -> Resource.text(each, "namespace")))
                .filter(each -> !each.isEmpty() && !each.equals(namespace))
                .findFirst();
        if (named.isPresent()) {
            throw new ApiRung.Unfit("the engine is about namespace " + named.get() + ", and the target is " + namespace
                    + "; give that namespace as the target");
        }
    }

    /** Targets of a result, by name, of which it is said that chaos is on them. */
    static List<String> injected(Resource result) {
        return targets(result)
                .filter(each -> each.status().equals(INJECTED))
                .map(Hit::name)
                .toList();
    }

    /** @param status targeted, injected or reverted */
    record Hit(String name, String status) {}

    /** While an experiment lasts they are annotations such as pod/web-1, afterwards they stand in the history. */
    static Stream<Hit> targets(Resource result) {
        return Stream.concat(
                result.list("status", "history", "targets").stream()
                        .map(each -> new Hit(Resource.text(each, "name"), Resource.text(each, "chaosStatus"))),
                result.annotations().entrySet().stream()
                        .filter(each ->
                                List.of("targeted", INJECTED, "reverted").contains(each.getValue()))
                        .map(each ->
                                new Hit(each.getKey().substring(each.getKey().indexOf('/') + 1), each.getValue())));
    }

    /** Why an experiment failed, in its own words. */
    static Optional<String> failure(Resource result) {
        return Stream.of(
                        result.text("status", "experimentStatus", "errorOutput", "reason"),
                        result.text("status", "experimentStatus", "failureOutput", "failedStep"),
                        result.text("status", "experimentStatus", "failStep"))
                .filter(each -> !each.isEmpty() && !each.equals("N/A"))
                .findFirst();
    }

    private static List<Json> items(Json json, String... path) {
        return Resource.at(json, path).orElse(Json.Null.NULL) instanceof Json.Arr(var items) ? items : List.of();
    }
}
