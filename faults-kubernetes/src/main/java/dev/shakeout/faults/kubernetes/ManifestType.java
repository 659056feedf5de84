package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object of another tool, as kubectl takes it. What its specification says is looked at by the API server.
 *
 * @param tool whose it is, for messages
 * @param kinds which it may be of, as a pattern that means the same in Java as in ECMAScript
 * @param sample for pages and trials
 */
record ManifestType(String tool, String apiVersion, String kinds, Json.Obj sample) implements Type<Json.Obj> {
    @Override
    public String name() {
        return "manifest";
    }

    @Override
    public String allowed() {
        return "an object with apiVersion, kind and spec, as kubectl takes it";
    }

    @Override
    public Json.Obj parse(Json json) {
        if (!(json instanceof Json.Obj manifest)) {
            throw new BadValue(json.kind() + " is no manifest of " + tool);
        }
        if (!Resource.at(manifest, "apiVersion").equals(Optional.of(Json.of(apiVersion)))) {
            throw new BadValue("its apiVersion is not " + apiVersion);
        }
        Json kind = manifest.get("kind").orElse(Json.Null.NULL);
        if (!(kind instanceof Json.Str(var word)) || !Pattern.matches(kinds, word)) {
            throw new BadValue("its kind '" + kind.text() + "' is none that " + tool + " injects by");
        }
        if (!(manifest.get("spec").orElse(Json.Null.NULL) instanceof Json.Obj)) {
            throw new BadValue("it has no spec");
        }
        if (manifest.get("metadata").isPresent() && !(manifest.get("metadata").orElseThrow() instanceof Json.Obj)) {
            throw new BadValue("its metadata are no object");
        }
        return manifest;
    }

    @Override
    public Json.Obj schema() {
        return Json.object(
                "type",
                "object",
                "required",
                Json.of(List.of(Json.of("apiVersion"), Json.of("kind"), Json.of("spec"))),
                "properties",
                Json.object(
                        "apiVersion",
                        Json.object("const", apiVersion),
                        "kind",
                        Json.object("type", "string", "pattern", "^" + kinds + "$"),
                        "metadata",
                        Json.object("type", "object"),
                        "spec",
                        Json.object("type", "object")),
                "examples",
                Json.of(List.of(sample)));
    }

    @Override
    public Optional<Json> example() {
        return Optional.of(sample);
    }

    /**
     * The object that is made of a manifest: under a name that nobody else gives, with the labels and annotations that it has.
     */
    static Json.Obj made(Json.Obj manifest, String name) {
        Json.Obj labels = member(manifest, "labels").with(Custody.LABEL, Json.of(Custody.US));
        var metadata = Json.object("name", name, "labels", labels, "annotations", member(manifest, "annotations"));
        return Json.object(
                "apiVersion",
                Resource.text(manifest, "apiVersion"),
                "kind",
                Resource.text(manifest, "kind"),
                "metadata",
                metadata,
                "spec",
                manifest.get("spec").orElseThrow());
    }

    private static Json.Obj member(Json.Obj manifest, String name) {
        return Resource.at(manifest, "metadata", name).orElse(Json.Null.NULL) instanceof Json.Obj members
                ? members
                : Json.Obj.EMPTY;
    }

    /** @throws ApiRung.Unfit it names another namespace than that in which things are hit */
    static void mustBeIn(Json.Obj manifest, String namespace) throws ApiRung.Unfit {
        String named = Resource.text(manifest, "metadata", "namespace");
        if (!named.isEmpty() && !named.equals(namespace)) {
            throw new ApiRung.Unfit("the manifest is of namespace " + named + ", and the target is in " + namespace
                    + "; leave its namespace out, as it is made where it hits");
        }
    }
}
