package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is known of Chaos Mesh's objects (https://chaos-mesh.org/docs/, api/v1alpha1 in its sources). */
final class ChaosMesh {
    static final String NAME = "Chaos Mesh";
    static final String API_VERSION = "chaos-mesh.org/v1alpha1";
    static final String SCHEDULE = "Schedule";
    static final String WORKFLOW = "Workflow";

    /** PodNetworkChaos and its like are what its controller notes for its daemons. */
    static final String KINDS = "(?!Pod(?:Network|IO|Http)Chaos$)(?:[A-Z][A-Za-z]*Chaos|Schedule|Workflow)";

    static final ManifestType MANIFEST = new ManifestType(
            NAME,
            API_VERSION,
            KINDS,
            Json.object(
                    "apiVersion",
                    API_VERSION,
                    "kind",
                    "PodChaos",
                    "spec",
                    Json.object(
                            "action",
                            "pod-failure",
                            "mode",
                            "one",
                            "selector",
                            Json.object("labelSelectors", Json.object("app", "shop")))));

    /** An object that is so annotated has its faults recovered, until it is no longer. */
    static final String PAUSE = "experiment.chaos-mesh.org/pause";

    /** Its controller lets an object that is so annotated go, whatever of its fault is left. */
    static final String FORCED = "chaos-mesh.chaos-mesh.org/cleanFinalizer=forced";

    /** What is hit by these is no pod, and not in the cluster. */
    private static final Set<String> OUTSIDE =
            Set.of("PhysicalMachineChaos", "AWSChaos", "GCPChaos", "AzureChaos", "CloudStackChaos");

    private ChaosMesh() {}

    /** How its definitions are called: podchaos, schedules. */
    static ResourceType type(String kind) {
        String plural = kind.toLowerCase(Locale.ROOT) + (kind.endsWith("Chaos") ? "" : "s");
        int slash = API_VERSION.indexOf('/');
        return ResourceType.of(kind, API_VERSION.substring(0, slash), API_VERSION.substring(slash + 1), plural, true);
    }

    /** Kinds of the objects that an object of this manifest makes, and by which it then injects. */
    static List<String> makes(Json.Obj manifest) {
        return switch (kind(manifest)) {
            case SCHEDULE -> List.of(Resource.text(manifest, "spec", "type"));
            case WORKFLOW ->
                templates(manifest)
                        .map(template -> Resource.text(template, "templateType"))
                        .filter(type -> type.endsWith("Chaos"))
                        .distinct()
                        .toList();
            default -> List.of();
        };
    }

    /** The label by which these are known; its value is the name of what has made them. */
    static String label(String kind) {
        return kind.equals(WORKFLOW) ? "chaos-mesh.org/workflow" : "managed-by";
    }

    static String kind(Json.Obj manifest) {
        return Resource.text(manifest, "kind");
    }

    private static Stream<Json> templates(Json.Obj manifest) {
        return Resource.at(manifest, "spec", "templates").orElse(Json.Null.NULL) instanceof Json.Arr(var templates)
                ? templates.stream()
                : Stream.of();
    }

    /** Whether something is hit that is no pod of the cluster. */
    static boolean hitsOutside(Json.Obj manifest) {
        return Stream.concat(Stream.of(kind(manifest)), makes(manifest).stream())
                .anyMatch(OUTSIDE::contains);
    }

    /** @throws ApiRung.Unfit it acts where nobody looks, or what it makes could not be told from what others make */
    static void mustBeKnown(Json.Obj manifest) throws ApiRung.Unfit {
        if (templates(manifest)
                .anyMatch(each -> Resource.text(each, "templateType").equals(SCHEDULE))) {
            throw new ApiRung.Unfit(
                    "what a Schedule within a Workflow makes cannot be told from what others make, and so"
                            + " not be taken back for sure; give the Schedule by itself");
        }
        if (mentions(manifest, "remoteCluster")) {
            throw new ApiRung.Unfit(
                    "it is about a remoteCluster, and the target is in this one; run it with a context of that cluster");
        }
        for (String made : makes(manifest)) {
            if (!made.matches(KINDS) || made.equals(SCHEDULE)) {
                throw new ApiRung.Unfit("a " + kind(manifest) + " of type '" + made + "' is not known here");
            }
        }
    }

    /** @throws ApiRung.Unfit it is not there, or has no such kind */
    static void mustBeIn(Cluster cluster, String kind) throws IOException, ApiRung.Unfit {
        String group = "/apis/" + API_VERSION;
        var answer = cluster.ask(group);
        if (answer.status() == 404) {
            throw new ApiRung.Unfit(NAME + " is not installed in the cluster of context '" + cluster.context()
                    + "', which has no API " + API_VERSION
                    + "; install it with helm (https://chaos-mesh.org/docs/quick-start/),"
                    + " or use the faults of Shakeout itself: its dialect reads the same manifest");
        }
        cluster.object(group, answer);
        Discovery.of(API_VERSION, kind, cluster);
    }

    /** The same, of which every selector that names no namespace names this one: nothing is left to what a server takes for it. */
    static Json inside(Json json, String namespace) {
        return switch (json) {
            case Json.Obj(var members) -> {
                var copy = new LinkedHashMap<String, Json>();
                members.forEach((key, value) -> copy.put(
                        key,
                        key.equals("selector") && value instanceof Json.Obj selector
                                ? named(selector, namespace)
                                : inside(value, namespace)));
                yield new Json.Obj(copy);
            }
            case Json.Arr(var items) ->
                Json.of(items.stream().map(item -> inside(item, namespace)).toList());
            default -> json;
        };
    }

    private static Json.Obj named(Json.Obj selector, String namespace) {
        return selector.get("namespaces").isPresent() || selector.get("pods").isPresent()
                ? selector
                : selector.with("namespaces", Json.of(List.of(Json.of(namespace))));
    }

    private static boolean mentions(Json json, String key) {
        return switch (json) {
            case Json.Obj(var members) ->
                members.containsKey(key) || members.values().stream().anyMatch(value -> mentions(value, key));
            case Json.Arr(var items) -> items.stream().anyMatch(item -> mentions(item, key));
            default -> false;
        };
    }

    /** What chooses the pods that are hit, wherever it stands; peers that only are talked to are none. */
    static List<Choice> choices(Json.Obj manifest) {
        var found = new ArrayList<Choice>();
        manifest.get("spec").ifPresent(spec -> collect(spec, found));
        return found;
    }

    /**
     * A selector.
     *
     * @param mode how many of those that match are hit: one, or fixed-percent 50
     */
    record Choice(Json.Obj selector, String mode) {}

    private static void collect(Json json, List<Choice> found) {
        switch (json) {
            case Json.Obj object -> {
                if (object.get("selector").orElse(Json.Null.NULL) instanceof Json.Obj selector) {
                    String mode = Resource.text(object, "mode") + " " + Resource.text(object, "value");
                    found.add(new Choice(selector, mode.strip()));
                }
                String direction = Optional.of(Resource.text(object, "direction"))
                        .filter(text -> !text.isEmpty())
                        .orElse("to");
                object.members().forEach((key, value) -> {
                    boolean peers = key.equals("target") && direction.equals("to");
                    if (!key.equals("selector") && !peers) {
                        collect(value, found);
                    }
                });
            }
            case Json.Arr(var items) -> items.forEach(item -> collect(item, found));
            default -> {}
        }
    }
}
