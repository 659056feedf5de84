package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An object of any kind of a namespace, as kubectl takes it. What its parts say is looked at by the API server. */
record ObjectManifest() implements Type<Json.Obj> {
    private static final Json.Obj SAMPLE = Json.object(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            Json.object("generateName", "example-"),
            "data",
            Json.object("key", "value"));

    @Override
    public String name() {
        return "manifest";
    }

    @Override
    public String allowed() {
        return "an object with apiVersion, kind and metadata.name, as kubectl takes it";
    }

    @Override
    public Json.Obj parse(Json json) {
        if (!(json instanceof Json.Obj manifest)) {
            throw new BadValue(json.kind() + " is no manifest");
        }
        for (String key : List.of("apiVersion", "kind")) {
            if (!(manifest.get(key).orElse(Json.Null.NULL) instanceof Json.Str(var word)) || word.isBlank()) {
                throw new BadValue("it has no " + key);
            }
        }
        boolean named = Stream.of("name", "generateName")
                .anyMatch(key -> Resource.at(manifest, "metadata", key)
                        .filter(name -> name instanceof Json.Str && !name.text().isBlank())
                        .isPresent());
        if (!named) {
            throw new BadValue("it has neither metadata.name nor metadata.generateName");
        }
        return manifest;
    }

    @Override
    public Json.Obj schema() {
        Json.Obj text = Json.object("type", "string", "pattern", "\\S");
        List<Json> named = Stream.of("name", "generateName")
                .<Json>map(key ->
                        Json.object("required", Json.of(List.of(Json.of(key))), "properties", Json.object(key, text)))
                .toList();
        Json.Obj metadata = Json.object("type", "object", "anyOf", Json.of(named));
        return Json.object(
                "type",
                "object",
                "required",
                Json.of(List.of(Json.of("apiVersion"), Json.of("kind"), Json.of("metadata"))),
                "properties",
                Json.object("apiVersion", text, "kind", text, "metadata", metadata),
                "examples",
                Json.of(List.of(SAMPLE)));
    }

    @Override
    public Optional<Json> example() {
        return Optional.of(SAMPLE);
    }

    /**
     * Enough to say what may be done with its kind, without asking the cluster: plurals as Kubernetes itself guesses them
     * (UnsafeGuessKindToResource in k8s.io/apimachinery).
     */
    static ResourceType guessed(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        String word = kind.toLowerCase(Locale.ROOT);
        String plural = word.equals("endpoints")
                ? word
                : word.endsWith("s")
                        ? word + "es"
                        : word.endsWith("y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
        return ResourceType.of(kind, group, apiVersion.substring(slash + 1), plural, true);
    }

    /** @throws ApiRung.Unfit objects of its kind belong to the whole cluster */
    static ResourceType type(String apiVersion, String kind, Cluster cluster)
            throws java.io.IOException, ApiRung.Unfit {
        var found = Discovery.of(apiVersion, kind, cluster);
        if (!found.namespaced()) {
            throw new ApiRung.Unfit("objects of kind " + kind + " belong to the whole cluster, not to a namespace");
        }
        ResourceType guess = guessed(apiVersion, kind);
        return ResourceType.of(kind, guess.group(), guess.version(), found.plural(), true);
    }
}
