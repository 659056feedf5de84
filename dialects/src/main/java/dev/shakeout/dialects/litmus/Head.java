package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Metadata;
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
    private static final Field KIND = Field.kept("kind", "how the file is recognised");
    private static final Field DESCRIPTION = Field.kept("description", "nothing: it is for a reader");
    private static final String PROBES = "probeRef";
    private static final Metadata.Terms TERMS = Metadata.Terms.of(
            "namespace where appns is not given",
            "the probes that " + PROBES
                    + " names are known to ChaosCenter alone; write them into spec.experiments[].spec.probe",
            Head::refersToProbes);

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(Metadata.API_VERSION, KIND));
        fields.addAll(TERMS.fields());
        fields.addAll(List.of(DESCRIPTION, Metadata.STATUS));
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
        object.take(
                Metadata.API_VERSION,
                Type.text(),
                found -> Metadata.API_VERSION.ways().get(found.equals(version) ? 0 : 1));
        List.of(KIND, Metadata.STATUS, DESCRIPTION).forEach(object::record);
        var metadata = Metadata.read(
                object,
                TERMS,
                name -> recorder.of(name.filter(text -> !text.equals(kind))
                        .map(text -> kind + " " + text)
                        .orElse(kind)));
        Optional<Sheet> spec = object.demand(Metadata.SPEC, "") ? object.open(Metadata.SPEC) : Optional.empty();
        return new Head(
                document.position(),
                kind,
                metadata.name().orElse(kind),
                metadata.namespace(),
                metadata.tags(),
                recorder,
                spec);
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
