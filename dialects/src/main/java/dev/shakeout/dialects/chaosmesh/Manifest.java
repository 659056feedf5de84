package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Metadata;
import dev.shakeout.dialects.foreign.Recorder;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every object of Chaos Mesh has around its spec.
 *
 * @param namespace "" when it says none
 */
record Manifest(
        Position position,
        String kind,
        String name,
        String namespace,
        List<String> tags,
        Recorder recorder,
        Optional<Sheet> spec) {
    private static final Field KIND = Field.kept("kind", "the faults");
    private static final String PAUSE = "experiment.chaos-mesh.org/pause";
    private static final Metadata.Terms TERMS = Metadata.Terms.of(
            "namespace of selectors that name none",
            "the experiment is paused by " + PAUSE + "; take that annotation away to run it",
            annotations -> "true".equals(annotations.get(PAUSE)));

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(Metadata.API_VERSION, KIND));
        fields.addAll(TERMS.fields());
        fields.add(Metadata.STATUS);
        return fields;
    }

    static Manifest read(Tree.Obj document, Problems problems) {
        String kind =
                document.get("kind").map(member -> member.value().json().text()).orElse("");
        var recorder = new Recorder(kind.isEmpty() ? "an object" : kind, problems);
        Sheet object = recorder.sheet(document, kind.isEmpty() ? "the object" : "this " + kind);
        object.take(
                Metadata.API_VERSION,
                Type.text(),
                version -> Metadata.API_VERSION.ways().get(version.equals(ChaosMesh.VERSION) ? 0 : 1));
        object.record(KIND);
        object.record(Metadata.STATUS);
        var metadata = Metadata.read(object, TERMS, name -> name.ifPresent(text -> recorder.of(kind + " " + text)));
        Optional<Sheet> spec = object.demand(Metadata.SPEC, "") ? object.open(Metadata.SPEC) : Optional.empty();
        return new Manifest(
                document.position(),
                kind,
                metadata.name().orElse(kind),
                metadata.namespace(),
                metadata.tags(),
                recorder,
                spec);
    }

    Tree.Obj experiment(Plot plot) {
        Draft experiment = Draft.at(position)
                .put("title", Draft.literal(name))
                .put(
                        "description",
                        kind + " of Chaos Mesh" + (namespace.isEmpty() ? "" : " in the namespace " + namespace) + ".");
        if (!tags.isEmpty()) {
            experiment.put("tags", Json.of(tags.stream().map(Json::of).toList()));
        }
        plot.put(experiment, position);
        return experiment
                .put("extensions", plot.extensions(kind, name, namespace))
                .tree();
    }
}
