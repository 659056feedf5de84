package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.LabelText;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.PodCriteria;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.dialects.foreign.Union;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Pods as a target of ours names them, as Chaos Mesh selects them: the opposite of {@link Selection}. */
final class OwnSelection {
    private static final Fidelity FEWER =
            new Fidelity.Approximated("value; those that there are, where fewer than that are an error here");
    private static final Fidelity ROUNDED = new Fidelity.Approximated(
            "value; rounded down to whole pods, and may be none, where it is rounded up here");

    static final OwnSelection TARGET =
            new OwnSelection("target.", "spec.", Selection.SELECTOR, Selection.HOW_MANY, "one");
    private final String before;
    private final SelectorFields selector;
    private final ModeFields howMany;
    private final String usual;
    private final String path;
    private final Field kind;
    private final Field anyOf;
    private final Field mode;
    private final Field value;
    private final Field joins;
    private final Field namespace;
    private final Field name;
    private final Field labels;
    private final Field expressions;
    private final Field annotations;
    private final Field fields;
    private final Field node;
    private final Field onNodes;
    private final Field phase;
    private final Field owner;
    private final Field image;

    /**
     * @param path of what names them in ours
     * @param before path of what it becomes
     * @param usual the mode of one that has none
     */
    OwnSelection(String path, String before, SelectorFields selector, ModeFields howMany, String usual) {
        this.path = path;
        this.before = before;
        this.selector = selector;
        this.howMany = howMany;
        this.usual = usual;
        String within = before + "selector.";
        kind = Field.kept(path + "kind", "the kind of object");
        anyOf = Field.kept(path + Union.KEY + "[]", within + "namespaces, nodes or pods, of several")
                .or(new Fidelity.NotSupported(
                        "a selector there finds pods of several namespaces or nodes that have the same labels, or several by"
                                + " namespace and name; write a fault for each, with mode all"));
        mode = Field.kept(path + "mode", before + "mode; percent is fixed-percent; " + usual + " if not given");
        value = new Field(path + "value", List.of(FEWER, ROUNDED));
        joins = Field.kept(path + "include-new", "nothing: it is false")
                .or(new Fidelity.NotSupported("pods are chosen once there, when the fault begins; leave it out"));
        namespace = Field.kept(
                path + "namespace", within + "namespaces; that of the object if not given, as kubectl apply has it");
        name = Field.kept(
                path + "name",
                within + "pods, or the field metadata.name in " + within + "fieldSelectors beside other criteria");
        labels = Field.kept(path + "labels", within + "labelSelectors");
        expressions = Field.kept(path + "selector", within + "labelSelectors and expressionSelectors");
        annotations = Field.kept(path + "annotations", within + "annotationSelectors");
        fields = Field.kept(path + "fields", within + "fieldSelectors")
                .or(new Fidelity.NotSupported("a field can only equal a value there; leave out what it must not be"));
        node = Field.kept(path + "node", within + "nodes");
        onNodes = Field.kept(path + "node-selector", within + "nodeSelectors")
                .or(
                        new Fidelity.NotSupported(
                                "a label of a node can only equal a value there, and no node can be named beside it; leave out the rest"));
        phase = Field.kept(path + "phase", within + "podPhaseSelectors");
        owner = Field.notSupported(
                path + "owner",
                "pods are not found by what they belong to there; give their labels, as kubectl get --show-labels says");
        image = Field.kept(path + "agent-image", "nothing: no agent of Shakeout is there");
    }

    List<Field> fields() {
        return List.of(
                kind,
                anyOf,
                mode,
                value,
                joins,
                namespace,
                name,
                labels,
                expressions,
                annotations,
                fields,
                node,
                onNodes,
                phase,
                owner,
                image);
    }

    /** Chance decides which of them are meant. */
    boolean byChance(Sheet target) {
        return !text(target, mode).orElse(usual).equals(ModeFields.ALL);
    }

    void write(Sheet target, Sketch spec) {
        List.of(kind, mode).forEach(target::record);
        target.look(joins, Type.bool())
                .ifPresent(on -> target.record(joins, joins.ways().get(on ? 1 : 0)));
        mode(target, spec);
        if (target.look(anyOf).isEmpty()) {
            spec.put(selector.whole(), criteria(target));
            return;
        }
        List<Json.Obj> each = Ours.eachOf(target, path, "context").stream()
                .map(this::criteria)
                .toList();
        Optional<Json.Obj> one = OneSelector.of(each);
        target.record(anyOf, anyOf.ways().get(one.isPresent() ? 0 : 1));
        spec.put(selector.whole(), one.orElse(Json.Obj.EMPTY));
        target.leaveAlone();
    }

    private Json.Obj criteria(Sheet target) {
        List.of(namespace, name, labels, expressions, annotations, node, phase, owner, image)
                .forEach(target::record);
        Optional<String> in = text(target, namespace);
        Optional<String> named = text(target, name);
        Map<String, String> equal = fields(target);
        Map<String, String> ofNodes = ofNodes(target);
        boolean alone = in.isPresent()
                && Stream.of(labels, expressions, annotations, node, onNodes, phase)
                        .allMatch(field -> target.look(field).isEmpty())
                && equal.isEmpty();
        if (named.isPresent() && alone) {
            return Json.object("pods", Json.object(in.get(), texts(List.of(named.get()))));
        }
        named.ifPresent(text -> equal.put("metadata.name", text));
        var chosen = Sketch.of(before + "selector.");
        in.ifPresent(text -> chosen.put(selector.namespaces(), texts(List.of(text))));
        labels(target, chosen);
        map(target.look(annotations, Type.textMap()).orElse(Map.of()), selector.annotations(), chosen);
        map(equal, selector.fieldSelectors(), chosen);
        text(target, node).ifPresent(each -> chosen.put(selector.nodes(), texts(List.of(each))));
        map(ofNodes, selector.nodeSelectors(), chosen);
        text(target, phase).ifPresent(each -> chosen.put(selector.phases(), texts(List.of(each))));
        return chosen.json();
    }

    private Map<String, String> ofNodes(Sheet target) {
        Optional<LabelText> asked = target.look(onNodes, LabelText.TYPE);
        boolean fits = asked.filter(text -> !text.expressions().isEmpty()).isEmpty()
                && text(target, node).isEmpty();
        target.record(onNodes, onNodes.ways().get(fits ? 0 : 1));
        return fits ? asked.map(LabelText::labels).orElse(Map.of()) : Map.of();
    }

    private void mode(Sheet target, Sketch spec) {
        String word = text(target, mode).orElse(usual);
        spec.put(howMany.mode(), word.equals("percent") ? "fixed-percent" : word);
        target.record(value, word.equals("fixed") ? FEWER : ROUNDED);
        target.look(value)
                .flatMap(given -> Form.PERCENT.turn().apply(given.json()))
                .ifPresent(given -> spec.put(howMany.value(), given.text()));
    }

    private void labels(Sheet target, Sketch chosen) {
        var equal = new LinkedHashMap<>(target.look(labels, Type.textMap()).orElse(Map.of()));
        var others = new ArrayList<Json>();
        target.look(expressions, LabelText.TYPE).ifPresent(given -> {
            given.labels().forEach(equal::putIfAbsent);
            given.expressions().forEach(each -> others.add(expression(each)));
        });
        map(equal, selector.labels(), chosen);
        if (!others.isEmpty()) {
            chosen.put(selector.expressions(), Json.of(others));
        }
    }

    private static Json expression(PodCriteria.Expression each) {
        Json.Obj written = Json.object("key", each.key(), "operator", each.operator());
        return each.values().isEmpty() ? written : written.with("values", texts(each.values()));
    }

    private Map<String, String> fields(Sheet target) {
        var equal = new LinkedHashMap<String, String>();
        Optional<String> text = text(target, fields);
        target.record(
                fields, fields.ways().get(text.filter(all -> all.contains("!=")).isPresent() ? 1 : 0));
        for (String part : text.map(all -> List.of(all.split(",", -1))).orElse(List.of())) {
            String[] sides = part.split("==?", 2);
            if (sides.length == 2) {
                equal.put(sides[0].strip(), sides[1].strip());
            }
        }
        return equal;
    }

    private static Optional<String> text(Sheet target, Field field) {
        return target.look(field).map(value -> value.json().text());
    }

    private static Json texts(List<String> values) {
        return Json.of(values.stream().map(Json::of).toList());
    }

    private static void map(Map<String, String> values, Field field, Sketch chosen) {
        if (!values.isEmpty()) {
            var members = new LinkedHashMap<String, Json>();
            values.forEach((key, value) -> members.put(key, Json.of(value)));
            chosen.put(field, new Json.Obj(members));
        }
    }
}
