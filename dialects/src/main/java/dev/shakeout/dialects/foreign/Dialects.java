package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Batch;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.chaosmesh.ChaosMesh;
import dev.shakeout.dialects.gremlin.Gremlin;
import dev.shakeout.dialects.litmus.Litmus;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every format of another tool that is read. Each document is recognised by what stands in it. */
public final class Dialects {
    public static final List<Foreign> ALL = List.of(new ChaosMesh(), new Litmus(), new Gremlin());

    private Dialects() {}

    /**
     * Turns what is written in another tool's format into ours, and leaves the rest as it is.
     *
     * @param documents of one file or of several
     * @return the experiments, in the order of the documents
     * @throws InvalidInput with every mistake in them
     */
    public static List<Translated> translate(List<Tree> documents, Choices choices) {
        if (documents.size() == 1
                && !isList(documents.getFirst())
                && of(documents.getFirst()).isEmpty()) {
            return List.of(unchanged(documents.getFirst())); // here every run of ours passes, so nothing more is loaded
        }
        List<Tree> all = documents.stream().flatMap(Dialects::unfolded).toList();
        var ofDialect = new LinkedHashMap<Foreign, List<Tree>>();
        var translated = new ArrayList<Translated>();
        for (Tree document : all) {
            Optional<Foreign> dialect = of(document);
            if (dialect.isPresent()) {
                ofDialect.computeIfAbsent(dialect.get(), _ -> new ArrayList<>()).add(document);
            } else {
                translated.add(unchanged(document));
            }
        }
        List<Part> parts = ofDialect.entrySet().stream()
                .flatMap(each -> each.getKey().apart(each.getValue()).stream()
                        .map(together -> new Part(each.getKey(), together)))
                .toList();
        Batch.of(parts, part -> part.dialect().translate(part.documents(), choices))
                .forEach(translated::addAll);
        Map<String, Integer> order = order(all);
        translated.sort(Comparator.comparingInt(
                        (Translated each) -> order.getOrDefault(each.position().file(), 0))
                .thenComparing(Translated::position));
        return translated;
    }

    /** Documents of a dialect that are translated by themselves. */
    private record Part(Foreign dialect, List<Tree> documents) {}

    private static Translated unchanged(Tree document) {
        return new Translated(named(document), document.position(), Optional.of(document), FidelityReport.EMPTY);
    }

    private static Optional<Foreign> of(Tree document) {
        for (Foreign dialect : ALL) {
            if (dialect.recognises(document)) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }

    /** Those in whose format experiments of ours are written. */
    public static List<Foreign> written() {
        return ALL.stream().filter(dialect -> dialect.writer().isPresent()).toList();
    }

    public static String names() {
        return ALL.stream().map(Foreign::name).collect(Collectors.joining(", "));
    }

    private static Map<String, Integer> order(List<Tree> documents) {
        var order = new LinkedHashMap<String, Integer>();
        documents.forEach(document -> order.putIfAbsent(document.position().file(), order.size()));
        return order;
    }

    /** What kubectl get writes of several objects. */
    private static boolean isList(Tree document) {
        return document instanceof Tree.Obj object
                && object.json().get("kind").equals(Optional.of(Json.of("List")))
                && object.get("items")
                        .filter(items -> items.value() instanceof Tree.Arr)
                        .isPresent();
    }

    private static Stream<Tree> unfolded(Tree document) {
        return isList(document)
                ? ((Tree.Arr) ((Tree.Obj) document).get("items").orElseThrow().value()).items().stream()
                : Stream.of(document);
    }

    private static String named(Tree document) {
        return document.json() instanceof Json.Obj object
                ? object.get("title").map(Json::text).orElse("")
                : "";
    }
}
