package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.LabelText;
import dev.shakeout.dialects.foreign.PodCriteria;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods as a target of ours names them, as Chaos Mesh selects them: the opposite of {@link Selection}. */
final class OwnSelection {
    private static final Field KIND = Field.kept("target.kind", "the kind of object");
    private static final Field MODE =
            Field.kept("target.mode", "spec.mode; percent is fixed-percent; one if not given");
    private static final Fidelity FEWER =
            new Fidelity.Approximated("spec.value; those that there are, where fewer than that are an error here");
    private static final Fidelity ROUNDED = new Fidelity.Approximated(
            "spec.value; rounded down to whole pods, and may be none, where it is rounded up here");
    private static final Field VALUE = new Field("target.value", List.of(FEWER, ROUNDED));
    private static final Field NEW = Field.kept("target.include-new", "nothing: it is false")
            .or(new Fidelity.NotSupported("pods are chosen once there, when the fault begins; leave it out"));
    private static final Field DRAW = Field.approximated(
            "target.draw", "nothing: each object chooses for itself, so several need not meet the same pods");
    private static final Field CONTEXT =
            Field.approximated("target.context", "spec.remoteCluster: a RemoteCluster of this name must be there");
    private static final Field NAMESPACE = Field.kept(
            "target.namespace", "spec.selector.namespaces; that of the object if not given, as kubectl apply has it");
    private static final Field NAME = Field.kept(
            "target.name",
            "spec.selector.pods, or the field metadata.name in spec.selector.fieldSelectors beside other criteria");
    private static final Field LABELS = Field.kept("target.labels", "spec.selector.labelSelectors");
    private static final Field EXPRESSIONS =
            Field.kept("target.selector", "spec.selector.labelSelectors and expressionSelectors");
    private static final Field ANNOTATIONS = Field.kept("target.annotations", "spec.selector.annotationSelectors");
    private static final Field FIELDS = Field.kept("target.fields", "spec.selector.fieldSelectors")
            .or(new Fidelity.NotSupported("a field can only equal a value there; leave out what it must not be"));
    private static final Field NODE = Field.kept("target.node", "spec.selector.nodes");
    private static final Field PHASE = Field.kept("target.phase", "spec.selector.podPhaseSelectors");
    private static final Field OWNER = Field.notSupported(
            "target.owner",
            "pods are not found by what they belong to there; give their labels, as kubectl get --show-labels says");
    private static final Field IMAGE = Field.kept("target.agent-image", "nothing: no agent of Shakeout is there");

    private OwnSelection() {}

    static List<Field> fields() {
        return List.of(
                KIND,
                MODE,
                VALUE,
                NEW,
                DRAW,
                CONTEXT,
                NAMESPACE,
                NAME,
                LABELS,
                EXPRESSIONS,
                ANNOTATIONS,
                FIELDS,
                NODE,
                PHASE,
                OWNER,
                Containers.own(),
                IMAGE);
    }

    static void write(Sheet target, Sketch spec) {
        List.of(KIND, MODE, DRAW, CONTEXT, NAMESPACE, NAME, LABELS, EXPRESSIONS, ANNOTATIONS, NODE, PHASE, OWNER, IMAGE)
                .forEach(target::record);
        target.look(NEW, Type.bool())
                .ifPresent(on -> target.record(NEW, NEW.ways().get(on ? 1 : 0)));
        mode(target, spec);
        text(target, CONTEXT).ifPresent(name -> spec.put(Selection.CLUSTER, name));
        SelectorFields selector = Selection.SELECTOR;
        Optional<String> namespace = text(target, NAMESPACE);
        Optional<String> name = text(target, NAME);
        Map<String, String> fields = fields(target);
        boolean alone = namespace.isPresent()
                && target.look(LABELS).isEmpty()
                && target.look(EXPRESSIONS).isEmpty()
                && target.look(ANNOTATIONS).isEmpty()
                && target.look(NODE).isEmpty()
                && target.look(PHASE).isEmpty()
                && fields.isEmpty();
        if (name.isPresent() && alone) {
            spec.put(selector.pods(), Json.object(namespace.get(), texts(List.of(name.get()))));
            return;
        }
        name.ifPresent(text -> fields.put("metadata.name", text));
        spec.put(selector.whole(), Json.Obj.EMPTY);
        var chosen = Sketch.of("spec.selector.");
        namespace.ifPresent(text -> chosen.put(selector.namespaces(), texts(List.of(text))));
        labels(target, chosen);
        map(target.look(ANNOTATIONS, Type.textMap()).orElse(Map.of()), selector.annotations(), chosen);
        map(fields, selector.fieldSelectors(), chosen);
        text(target, NODE).ifPresent(node -> chosen.put(selector.nodes(), texts(List.of(node))));
        text(target, PHASE).ifPresent(phase -> chosen.put(selector.phases(), texts(List.of(phase))));
        spec.put(selector.whole(), chosen.json());
    }

    private static void mode(Sheet target, Sketch spec) {
        String mode = text(target, MODE).orElse("one");
        spec.put(Selection.MODE, mode.equals("percent") ? "fixed-percent" : mode);
        target.record(VALUE, mode.equals("fixed") ? FEWER : ROUNDED);
        target.look(VALUE)
                .flatMap(value -> Form.PERCENT.turn().apply(value.json()))
                .ifPresent(value -> spec.put(Selection.HOW_MANY.value(), value.text()));
    }

    private static void labels(Sheet target, Sketch chosen) {
        var labels = new LinkedHashMap<>(target.look(LABELS, Type.textMap()).orElse(Map.of()));
        var expressions = new ArrayList<Json>();
        target.look(EXPRESSIONS, LabelText.TYPE).ifPresent(selector -> {
            selector.labels().forEach(labels::putIfAbsent);
            selector.expressions().forEach(each -> expressions.add(expression(each)));
        });
        map(labels, Selection.SELECTOR.labels(), chosen);
        if (!expressions.isEmpty()) {
            chosen.put(Selection.SELECTOR.expressions(), Json.of(expressions));
        }
    }

    private static Json expression(PodCriteria.Expression each) {
        Json.Obj written = Json.object("key", each.key(), "operator", each.operator());
        return each.values().isEmpty() ? written : written.with("values", texts(each.values()));
    }

    private static Map<String, String> fields(Sheet target) {
        var fields = new LinkedHashMap<String, String>();
        Optional<String> text = text(target, FIELDS);
        target.record(
                FIELDS, FIELDS.ways().get(text.filter(all -> all.contains("!=")).isPresent() ? 1 : 0));
        for (String part : text.map(all -> List.of(all.split(",", -1))).orElse(List.of())) {
            String[] sides = part.split("==?", 2);
            if (sides.length == 2) {
                fields.put(sides[0].strip(), sides[1].strip());
            }
        }
        return fields;
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
