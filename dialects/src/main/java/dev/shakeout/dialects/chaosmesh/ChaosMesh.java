package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.dialects.foreign.Recorder;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.dialects.foreign.Writer;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Manifests of Chaos Mesh (chaos-mesh.org/v1alpha1), one object each. */
public final class ChaosMesh implements Foreign {
    private static final String GROUP = "chaos-mesh.org/";
    static final String VERSION = GROUP + "v1alpha1";

    @Override
    public String name() {
        return "chaos-mesh";
    }

    @Override
    public boolean recognises(Tree document) {
        return document instanceof Tree.Obj object
                && object.get("apiVersion")
                        .filter(member -> member.value().json().text().startsWith(GROUP))
                        .isPresent();
    }

    @Override
    public List<Translated> translate(List<Tree> documents, Choices choices) {
        var problems = new Problems();
        var translated = new ArrayList<Translated>();
        documents.forEach(
                document -> translate((Tree.Obj) document, choices, problems).ifPresent(translated::add));
        problems.throwIfAny();
        return translated;
    }

    private static Optional<Translated> translate(Tree.Obj document, Choices choices, Problems problems) {
        Manifest manifest = Manifest.read(document, problems);
        Recorder recorder = manifest.recorder();
        Optional<Sheet> spec = manifest.spec();
        Optional<Body> body = Kinds.named(manifest.kind());
        if (body.isEmpty()) {
            problems.at(
                    document.get("kind")
                            .map(member -> member.value().position())
                            .orElse(document.position()),
                    manifest.kind().isEmpty()
                            ? "'kind' is missing in the object"
                            : "there is no kind '" + manifest.kind() + "' in Chaos Mesh"
                                    + Nearest.suggestion(manifest.kind(), Kinds.names())
                                    + "; it must be one of " + String.join(", ", Kinds.names()));
            return Optional.empty();
        }
        var context = new Context(choices, manifest.namespace(), Optional.empty());
        Optional<Tree> experiment =
                spec.map(sheet -> manifest.experiment(body.get().plot(sheet, context, manifest.name())));
        return Optional.of(new Translated(recorder.object(), manifest.position(), experiment, recorder.finish()));
    }

    /** The status of each object, as it would be once the run is over. */
    @Override
    public String told(List<Journal> journals) {
        return journals.stream().map(Told::file).collect(Collectors.joining("---\n"));
    }

    @Override
    public Optional<Writer> writer() {
        return Optional.of(new ChaosMeshWriter());
    }

    @Override
    public List<Chapter> parity() {
        var chapters = new ArrayList<>(List.of(
                new Chapter("Every object", "What stands around a spec.", Manifest.fields()),
                new Chapter(
                        "Every kind that selects pods",
                        "Which pods, how many of them, and for how long. Kinds that have these fields say so.",
                        Selection.fields())));
        Kinds.bodies().forEach(body -> chapters.add(chapter(body)));
        return chapters;
    }

    private static Chapter chapter(Body body) {
        List<Field> own = new ArrayList<>(body.fields());
        boolean selects = own.removeAll(Selection.fields())
                && own.size() + 5 < body.fields().size();
        return new Chapter(body.name(), body.introduction() + (selects ? " It selects pods, as said above." : ""), own);
    }
}
