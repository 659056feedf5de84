package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Recorder;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final Field API_VERSION = Field.kept("apiVersion", "how the file is recognised")
            .or(new Fidelity.NotSupported("only v1alpha1 is known"));
    private static final Field KIND = Field.kept("kind", "the faults");
    private static final Field METADATA = Field.kept("metadata", "title");
    private static final Field NAME = Field.kept("metadata.name", "title, and the names of the activities");
    private static final Field GENERATED = Field.kept("metadata.generateName", "title, where there is no name");
    private static final Field NAMESPACE = Field.kept("metadata.namespace", "namespace of selectors that name none");
    private static final Field LABELS = Field.kept("metadata.labels", "tags");
    private static final String PAUSE = "experiment.chaos-mesh.org/pause";
    private static final Field ANNOTATIONS = Field.kept(
                    "metadata.annotations", "nothing: they say nothing of what is to be done")
            .or(new Fidelity.NotSupported(
                    "the experiment is paused by " + PAUSE + "; take that annotation away to run it"));
    private static final List<Field> BOOKKEEPING = List.of(
            bookkeeping("metadata.uid"),
            bookkeeping("metadata.resourceVersion"),
            bookkeeping("metadata.generation"),
            bookkeeping("metadata.creationTimestamp"),
            bookkeeping("metadata.deletionTimestamp"),
            bookkeeping("metadata.deletionGracePeriodSeconds"),
            bookkeeping("metadata.finalizers"),
            bookkeeping("metadata.ownerReferences"),
            bookkeeping("metadata.managedFields"),
            bookkeeping("metadata.selfLink"));
    private static final Field SPEC = Field.kept("spec", "the method");
    private static final Field STATUS =
            Field.kept("status", "nothing: it says what has become of the object, not what it asks for");

    private static Field bookkeeping(String path) {
        return Field.kept(path, "nothing: it is the API server's bookkeeping");
    }

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(API_VERSION, KIND, NAME, GENERATED, NAMESPACE, LABELS, ANNOTATIONS));
        fields.addAll(BOOKKEEPING);
        fields.add(STATUS);
        return fields;
    }

    static Manifest read(Tree.Obj document, Problems problems) {
        String kind =
                document.get("kind").map(member -> member.value().json().text()).orElse("");
        var recorder = new Recorder(kind.isEmpty() ? "an object" : kind, problems);
        Sheet object = recorder.sheet(document, kind.isEmpty() ? "the object" : "this " + kind);
        object.take(
                API_VERSION,
                Type.text(),
                version -> API_VERSION.ways().get(version.equals("chaos-mesh.org/v1alpha1") ? 0 : 1));
        object.record(KIND);
        object.record(STATUS);
        Optional<Sheet> metadata = object.open(METADATA);
        Optional<String> name = metadata.flatMap(sheet -> sheet.take(NAME, Type.text())
                .or(() -> sheet.look(GENERATED, Type.text()))
                .filter(text -> !text.isBlank()));
        metadata.ifPresent(sheet -> sheet.record(GENERATED));
        String namespace =
                metadata.flatMap(sheet -> sheet.take(NAMESPACE, Type.text())).orElse("");
        name.ifPresent(text -> recorder.of(kind + " " + text));
        List<String> tags =
                metadata.flatMap(sheet -> sheet.take(LABELS, Type.textMap())).orElse(Map.of()).entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList();
        metadata.ifPresent(sheet -> {
            sheet.take(
                    ANNOTATIONS, Type.textMap(), all -> ANNOTATIONS.ways().get("true".equals(all.get(PAUSE)) ? 1 : 0));
            BOOKKEEPING.forEach(sheet::record);
        });
        Optional<Sheet> spec = object.demand(SPEC, "") ? object.open(SPEC) : Optional.empty();
        return new Manifest(document.position(), kind, name.orElse(kind), namespace, tags, recorder, spec);
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
        return experiment.tree();
    }
}
