package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Has Chaos Mesh inject what one of its own manifests says, and recover it. */
public final class ChaosMeshObject implements ByApi {
    static final Parameter<Json.Obj> MANIFEST = Parameter.required(
            "manifest",
            ChaosMesh.MANIFEST,
            "What is to be injected, of any kind that Chaos Mesh has, as kubectl takes it.");
    static final Parameter<Duration> WITHIN = Parameter.withDefault(
            "within",
            PeerEffect.time(Duration.ofSeconds(1), Duration.ofMinutes(30)),
            Duration.ofMinutes(1),
            "How long it may take until all that is selected is injected.");
    static final Parameter<Duration> UNDO_WITHIN = PeerUndo.limit("Chaos Mesh");

    private static final String ALL = "all";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "chaos-mesh/object",
                "Has Chaos Mesh, where it is installed, inject what one of its own manifests says.",
                MANIFEST,
                WITHIN,
                UNDO_WITHIN);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NamespaceFinder.KIND, PodFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether all that Chaos Mesh has selected is injected, as the object's status tells";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the object is deleted, and looked at until Chaos Mesh has recovered all and let it go",
                new ByManifest(),
                ChaosMeshObject::make);
    }

    private record ByManifest() implements ApiRung.Rights {
        @Override
        public List<Right> toHit(ResourceType type) {
            return new Right("get", type).and(Right.toHoldLease());
        }

        @Override
        public List<Right> toHit(ResourceType type, Arguments arguments) {
            Json.Obj manifest = arguments.get(MANIFEST);
            ResourceType made = ChaosMesh.type(ChaosMesh.kind(manifest));
            var rights = new ArrayList<Right>(new Right("get", type).and(Right.toCreate(made)));
            rights.addAll(Sight.Part.rights(made));
            for (String kind : ChaosMesh.makes(manifest)) {
                rights.addAll(Sight.Part.rights(ChaosMesh.type(kind)));
            }
            if (type == ResourceType.NAMESPACE) {
                rights.add(new Right("list", ResourceType.POD));
            }
            return rights;
        }
    }

    private static Prepared make(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        boolean onePod = site.resource().type() == ResourceType.POD;
        String namespace = onePod ? site.namespace() : site.resource().name();
        Json.Obj written = site.arguments().get(MANIFEST);
        String kind = ChaosMesh.kind(written);
        ManifestType.mustBeIn(written, namespace);
        ChaosMesh.mustBeKnown(written);
        ChaosMesh.mustBeIn(site.cluster(), kind);
        Json.Obj manifest = onePod
                ? of(site.resource(), written)
                : ChaosMesh.hitsOutside(written) ? written : (Json.Obj) ChaosMesh.inside(written, namespace);
        ResourceType type = ChaosMesh.type(kind);
        String name = ApiRung.Site.freshName(kind.toLowerCase(Locale.ROOT));
        Json.Obj object = ManifestType.made(manifest, name);
        Creation.mustBeTaken("make such a " + type.kind(), site.cluster(), type.path(namespace), object);
        var undo = new ChaosMeshUndo(
                type.path(namespace, name),
                site.arguments().get(UNDO_WITHIN),
                ChaosMesh.label(kind),
                ChaosMesh.makes(manifest).stream()
                        .map(made -> ChaosMesh.type(made).plural())
                        .toList());
        return new Prepared(
                List.of(Creation.step(
                        "have Chaos Mesh inject the " + kind + " " + name + " in " + namespace,
                        site.cluster(),
                        type.path(namespace),
                        object,
                        undo)),
                new Injected(site, manifest, namespace, name),
                notes(site, manifest, namespace, name, onePod));
    }

    /** Where the target is a pod, it alone is hit. */
    private static Json.Obj of(Resource pod, Json.Obj manifest) throws ApiRung.Unfit {
        if (!ChaosMesh.makes(manifest).isEmpty() || ChaosMesh.hitsOutside(manifest)) {
            throw new ApiRung.Unfit("a " + ChaosMesh.kind(manifest)
                    + " chooses by itself what it hits; give its namespace as the target");
        }
        var spec = (Json.Obj) manifest.get("spec").orElseThrow();
        var selector = Json.object("pods", Json.object(pod.namespace(), Json.of(List.of(Json.of(pod.name())))));
        return manifest.with("spec", spec.with("selector", selector).with("mode", Json.of(ALL)));
    }

    private static List<String> notes(
            ApiRung.Site site, Json.Obj manifest, String namespace, String name, boolean onePod)
            throws IOException, ApiRung.Unfit {
        var notes = new ArrayList<String>();
        if (onePod) {
            notes.add("Chaos Mesh hits this pod and no other, whatever the manifest selects");
        } else if (ChaosMesh.hitsOutside(manifest)) {
            notes.add(
                    "Chaos Mesh itself decides what is hit, which is outside of the cluster: no blast radius counts it");
        } else {
            for (ChaosMesh.Choice choice : ChaosMesh.choices(manifest)) {
                notes.add(new ChaosMeshChoice(choice, namespace).note(site.cluster()));
            }
        }
        notes.add("Chaos Mesh carries it out and takes it back: " + ChaosMesh.kind(manifest) + " " + name
                + (Resource.text(manifest, "spec", "duration").isEmpty()
                                && ChaosMesh.makes(manifest).isEmpty()
                        ? ", which has no duration of its own and lasts until it is deleted"
                        : ""));
        return notes;
    }

    /** Value 1 while all that is selected is injected, 0 when nothing is there, 2 in between. */
    private record Injected(ApiRung.Site site, Json.Obj manifest, String namespace, String name) implements PeerEffect {
        @Override
        public String what() {
            return "whether Chaos Mesh has injected " + name + " in " + namespace;
        }

        @Override
        public Reading read() throws IOException {
            List<Resource> all = new Sight(site.cluster(), parts()).await(seen -> value(seen) != BETWEEN, LOOK);
            return new Reading(value(all), "", new ChaosMeshStatus(injecting(all)).words());
        }

        private List<Sight.Part> parts() {
            String kind = ChaosMesh.kind(manifest);
            var parts = new ArrayList<Sight.Part>();
            parts.add(Sight.Part.named(ChaosMesh.type(kind), namespace, name));
            for (String made : ChaosMesh.makes(manifest)) {
                parts.add(new Sight.Part(
                        ChaosMesh.type(made), namespace, Map.of("labelSelector", ChaosMesh.label(kind) + "=" + name)));
            }
            return parts;
        }

        private static double value(List<Resource> all) {
            return all.isEmpty() ? NOTHING : new ChaosMeshStatus(injecting(all)).isOn() ? ON : BETWEEN;
        }

        /** A schedule or a workflow injects by others. */
        private static List<Resource> injecting(List<Resource> all) {
            var others = all.stream()
                    .filter(each -> each.type().kind().endsWith("Chaos"))
                    .toList();
            return others.isEmpty() ? all : others;
        }

        @Override
        public Duration patience() {
            return site.arguments().get(WITHIN);
        }
    }
}
