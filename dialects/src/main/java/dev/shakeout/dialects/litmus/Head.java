package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
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
import java.util.stream.Stream;

/**
 * What every object of Litmus has around its spec.
 *
 * @param namespace "" when it says none
 */
record Head(
        Position position,
        String kind,
        String name,
        String namespace,
        List<String> tags,
        Recorder recorder,
        Optional<Sheet> spec) {
    private static final Field API_VERSION = Field.kept("apiVersion", "how the file is recognised")
            .or(new Fidelity.NotSupported("only v1alpha1 is known"));
    private static final Field KIND = Field.kept("kind", "how the file is recognised");
    private static final Field METADATA = Field.kept("metadata", "title");
    private static final Field NAME = Field.kept("metadata.name", "title, and the names of the activities");
    private static final Field GENERATED = Field.kept("metadata.generateName", "title, where there is no name");
    private static final Field NAMESPACE = Field.kept("metadata.namespace", "namespace where appns is not given");
    private static final Field LABELS = Field.kept("metadata.labels", "tags");
    private static final String PROBES = "probeRef";
    private static final Field ANNOTATIONS = Field.kept(
                    "metadata.annotations", "nothing: they say nothing of what is to be done")
            .or(new Fidelity.NotSupported("the probes that " + PROBES
                    + " names are known to ChaosCenter alone; write them into spec.experiments[].spec.probe"));
    private static final List<Field> BOOKKEEPING = Stream.of(
                    "uid",
                    "resourceVersion",
                    "generation",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "finalizers",
                    "ownerReferences",
                    "managedFields",
                    "selfLink")
            .map(key -> Field.kept("metadata." + key, "nothing: it is the API server's bookkeeping"))
            .toList();
    private static final Field SPEC = Field.kept("spec", "the method");
    private static final Field STATUS =
            Field.kept("status", "nothing: it says what has become of the object, not what it asks for");
    private static final Field DESCRIPTION = Field.kept("description", "nothing: it is for a reader");

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(API_VERSION, KIND, NAME, GENERATED, NAMESPACE, LABELS, ANNOTATIONS));
        fields.addAll(BOOKKEEPING);
        fields.addAll(List.of(DESCRIPTION, STATUS));
        return fields;
    }

    /** @param version as in apiVersion */
    static Head read(Tree.Obj document, String version, Problems problems) {
        String kind = text(document, "kind");
        return read(document, version, new Recorder(kind.isEmpty() ? "an object" : kind, problems));
    }

    /** One that is part of another, in whose record its fields are written down. */
    static Head read(Tree.Obj document, String version, Recorder recorder) {
        String kind = text(document, "kind");
        Sheet object = recorder.sheet(document, kind.isEmpty() ? "the object" : "this " + kind);
        object.take(API_VERSION, Type.text(), found -> API_VERSION.ways().get(found.equals(version) ? 0 : 1));
        List.of(KIND, STATUS, DESCRIPTION).forEach(object::record);
        Optional<Sheet> metadata = object.open(METADATA);
        String name = metadata.flatMap(sheet -> sheet.take(NAME, Type.text())
                        .or(() -> sheet.look(GENERATED, Type.text()))
                        .filter(text -> !text.isBlank()))
                .orElse(kind);
        metadata.ifPresent(sheet -> sheet.record(GENERATED));
        String namespace =
                metadata.flatMap(sheet -> sheet.take(NAMESPACE, Type.text())).orElse("");
        recorder.of(name.equals(kind) ? kind : kind + " " + name);
        List<String> tags =
                metadata.flatMap(sheet -> sheet.take(LABELS, Type.textMap())).orElse(Map.of()).entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList();
        metadata.ifPresent(sheet -> {
            sheet.take(ANNOTATIONS, Type.textMap(), all -> ANNOTATIONS.ways().get(refersToProbes(all) ? 1 : 0));
            BOOKKEEPING.forEach(sheet::record);
        });
        Optional<Sheet> spec = object.demand(SPEC, "") ? object.open(SPEC) : Optional.empty();
        return new Head(document.position(), kind, name, namespace, tags, recorder, spec);
    }

    /** ChaosCenter writes an empty list where there are none. */
    private static boolean refersToProbes(Map<String, String> annotations) {
        String probes = annotations.getOrDefault(PROBES, "").strip();
        return !probes.isEmpty() && !probes.equals("[]");
    }

    static String text(Tree.Obj document, String key) {
        return document.get(key)
                .map(member -> member.value().json())
                .filter(Json.Str.class::isInstance)
                .map(Json::text)
                .orElse("");
    }
}
