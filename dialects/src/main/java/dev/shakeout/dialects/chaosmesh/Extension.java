package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.model.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an experiment keeps of Chaos Mesh: which activities are of which object. */
final class Extension {
    private static final String NAME = "chaos-mesh";

    private Extension() {}

    /**
     * One chaos of an object.
     *
     * @param name of the object, or of the template in a workflow
     */
    record Chaos(String kind, String name, List<String> actions) {
        /** Whether it has this name, or one that was made of it as others had it. */
        boolean isCalled(String other) {
            return name.equals(other)
                    || (name.startsWith(other) && name.substring(other.length()).matches("-[0-9]+"));
        }

        Json json() {
            return Json.object(
                    "kind",
                    kind,
                    "name",
                    name,
                    "actions",
                    Json.of(actions.stream().map(Json::of).toList()));
        }
    }

    static Json all(String kind, String name, String namespace, List<Chaos> chaos) {
        return Json.of(List.of(Json.object(
                "name",
                NAME,
                "object",
                Json.object(
                        "kind",
                        kind,
                        "name",
                        name,
                        "namespace",
                        namespace,
                        "chaos",
                        Json.of(chaos.stream().map(Chaos::json).toList())))));
    }

    /** What is kept in a document of ours; empty when it was no file of Chaos Mesh. */
    static Optional<Json.Obj> of(Json.Obj experiment) {
        return objects(experiment, "extensions").stream()
                .filter(extension -> text(extension, "name").equals(NAME))
                .flatMap(extension -> extension.get("object").stream())
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .findFirst();
    }

    static List<Json.Obj> objects(Json.Obj object, String key) {
        return items(object, key)
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .toList();
    }

    static List<String> texts(Json.Obj object, String key) {
        return items(object, key).map(Json::text).toList();
    }

    private static Stream<Json> items(Json.Obj object, String key) {
        return object.get(key).filter(Json.Arr.class::isInstance).stream()
                .flatMap(list -> ((Json.Arr) list).items().stream());
    }

    static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }

    /** As an object of Kubernetes may be called. */
    static String slug(String text) {
        String name =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String some = name.substring(0, Math.min(60, name.length())).replaceAll("-+$", "");
        return some.isEmpty() ? "run" : some;
    }

    /** Fit for a comment. */
    static String line(String text) {
        return text.replaceAll("\\R", " ");
    }
}
