package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Makes an object of the user's own in a namespace, as long as it lasts. */
public final class ObjectCreate implements ByApi {
    static final Parameter<Json.Obj> MANIFEST = Parameter.required(
            "manifest",
            new ObjectManifest(),
            "The object, of any kind that belongs to a namespace, as kubectl takes it.");

    /** Of which the undo can be sure that the object is this run's own. */
    private static final String MADE = "shakeout.dev/made";
    /** What a shell takes as one argument, with some room. */
    private static final int LONGEST = 100_000;
    /** Whose objects are carried out by others, who have to take back more than the object. */
    private static final Set<String> CHAOS = Set.of("chaos-mesh.org", "litmuschaos.io");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "object/create", "Makes an object in a namespace, which is deleted when the time is over.", MANIFEST);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NamespaceFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the object is there";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the object is deleted, with what belongs to it; one that somebody else has made meanwhile is left alone",
                new ByManifest(),
                ObjectCreate::make);
    }

    private record ByManifest() implements ApiRung.Rights {
        @Override
        public List<Right> toHit(ResourceType type) {
            return new Right("get", type).and(Right.toHoldLease());
        }

        @Override
        public List<Right> toHit(ResourceType type, Arguments arguments) {
            Json.Obj manifest = arguments.get(MANIFEST);
            return new Right("get", type)
                    .and(Right.toCreate(ObjectManifest.guessed(
                            Resource.text(manifest, "apiVersion"), Resource.text(manifest, "kind"))));
        }
    }

    private static Prepared make(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        String namespace = site.resource().name();
        Json.Obj manifest = site.arguments().get(MANIFEST);
        String kind = Resource.text(manifest, "kind");
        ManifestType.mustBeIn(manifest, namespace);
        mustGoAsItCame(manifest);
        ResourceType type = ObjectManifest.type(Resource.text(manifest, "apiVersion"), kind, site.cluster());
        String token = ApiRung.Site.freshToken();
        Json.Obj object = made(manifest, namespace, token);
        if (object.compact().length() > LONGEST) {
            throw new ApiRung.Unfit("the manifest is longer than " + LONGEST + " characters");
        }
        String name = Resource.text(object, "metadata", "name");
        String what = "make the " + kind + " " + name + " in " + namespace;
        Creation.mustBeTaken(what, site.cluster(), type.path(namespace), object);
        var undo = new Deletion(type.path(namespace, name), token);
        return Prepared.of(
                List.of(Creation.step(what, site.cluster(), type.path(namespace), object, undo)),
                new Presence(site.cluster(), type, undo.path(), token));
    }

    /** @throws ApiRung.Unfit more would be left of it than the object */
    private static void mustGoAsItCame(Json.Obj manifest) throws ApiRung.Unfit {
        String group = ObjectManifest.guessed(Resource.text(manifest, "apiVersion"), "")
                .group();
        if (CHAOS.contains(group)) {
            throw new ApiRung.Unfit("what it injects is taken back by others; use "
                    + (group.equals("chaos-mesh.org") ? "chaos-mesh/object" : "litmus/engine"));
        }
        boolean claims = Resource.at(manifest, "spec", "volumeClaimTemplates").isPresent();
        String kept = Resource.text(manifest, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted");
        if (claims && !kept.equals("Delete")) {
            throw new ApiRung.Unfit("its volumes would stay when it is deleted; set"
                    + " spec.persistentVolumeClaimRetentionPolicy.whenDeleted to Delete");
        }
    }

    /** With a name, and with what tells it from others of that name. */
    private static Json.Obj made(Json.Obj manifest, String namespace, String token) {
        Json.Obj metadata = object(manifest, "metadata");
        String name = Resource.text(metadata, "name");
        if (name.isEmpty()) {
            name = Resource.text(metadata, "generateName") + token.substring(0, 5);
        }
        Json.Obj annotations = object(metadata, "annotations").with(MADE, Json.of(token));
        return manifest.with(
                "metadata",
                metadata.with("name", Json.of(name))
                        .with("namespace", Json.of(namespace))
                        .with("annotations", annotations));
    }

    private static Json.Obj object(Json.Obj of, String key) {
        return of.get(key).orElse(Json.Null.NULL) instanceof Json.Obj inner ? inner : Json.Obj.EMPTY;
    }
}
