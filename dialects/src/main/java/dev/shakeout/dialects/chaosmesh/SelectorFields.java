package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.LabelText;
import dev.shakeout.dialects.foreign.PodCriteria;
import dev.shakeout.dialects.foreign.PodCriteria.Expression;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A selector of pods, wherever one can stand (api/v1alpha1/selector.go: PodSelectorSpec). */
final class SelectorFields {
    static final Fidelity ALONE =
            new Fidelity.Kept("nothing: where pods are named, they alone count, as in Chaos Mesh");

    private static final Type<List<String>> TEXTS = Type.texts();
    private static final Type<Map<String, String>> MAP = Type.textMap();
    private static final Type<String> OPERATOR = Type.choice("In", "NotIn", "Exists", "DoesNotExist");

    private final Field selector;
    private final Field namespaces;
    private final Field labels;
    private final Field expressions;
    private final Field expressionKey;
    private final Field expressionOperator;
    private final Field expressionValues;
    private final Field annotations;
    private final Field fieldSelectors;
    private final Field nodes;
    private final Field nodeSelectors;
    private final Field pods;
    private final Field phases;

    /** @param before path of what it stands in: "spec." */
    SelectorFields(String before) {
        String path = before + "selector.";
        selector = Field.kept(before + "selector", "the criteria of the target");
        namespaces = Field.kept(
                        path + "namespaces", "namespace, in any-of if several are named; that of the object if none is")
                .or(ALONE);
        labels = Field.kept(path + "labelSelectors", "labels").or(ALONE);
        expressions = Field.kept(path + "expressionSelectors[]", "selector");
        expressionKey = Field.kept(path + "expressionSelectors[].key", "the label in selector")
                .or(ALONE);
        expressionOperator = Field.kept(
                        path + "expressionSelectors[].operator", "in, notin, a bare label, or ! before it")
                .or(ALONE);
        expressionValues = Field.kept(path + "expressionSelectors[].values", "the values in selector")
                .or(ALONE);
        annotations = Field.kept(path + "annotationSelectors", "annotations").or(ALONE);
        fieldSelectors = Field.kept(path + "fieldSelectors", "fields").or(ALONE);
        nodes = Field.kept(path + "nodes", "node, in any-of if several are named")
                .or(ALONE);
        nodeSelectors = Field.kept(path + "nodeSelectors", "node-selector")
                .or(ALONE)
                .or(new Fidelity.NotSupported(
                        "with nodes beside it, pods on either are meant there; write an object for each"));
        pods = Field.kept(path + "pods", "namespace and name, in any-of if several are named");
        phases = Field.kept(path + "podPhaseSelectors", "phase")
                .or(ALONE)
                .or(new Fidelity.NotSupported("a pod that has ended is no target; name Running or Pending"));
    }

    List<Field> all() {
        return List.of(
                namespaces,
                labels,
                expressionKey,
                expressionOperator,
                expressionValues,
                annotations,
                fieldSelectors,
                nodes,
                nodeSelectors,
                pods,
                phases);
    }

    Field whole() {
        return selector;
    }

    Field namespaces() {
        return namespaces;
    }

    Field labels() {
        return labels;
    }

    Field expressions() {
        return expressions;
    }

    Field annotations() {
        return annotations;
    }

    Field fieldSelectors() {
        return fieldSelectors;
    }

    Field nodes() {
        return nodes;
    }

    Field nodeSelectors() {
        return nodeSelectors;
    }

    Field pods() {
        return pods;
    }

    Field phases() {
        return phases;
    }

    /** Where a selector of several parts is complained of. */
    Field several(PodCriteria criteria) {
        return !criteria.pods().isEmpty() ? pods : criteria.namespaces().size() > 1 ? namespaces : nodes;
    }

    /** @param object that it stands in, which must have one */
    Optional<PodCriteria> read(Sheet object, Optional<String> context, String namespace) {
        if (!object.demand(selector, "")) {
            return Optional.empty();
        }
        return object.open(selector).map(sheet -> criteria(sheet, context, namespace));
    }

    private PodCriteria criteria(Sheet sheet, Optional<String> context, String own) {
        Map<String, List<String>> named = named(sheet);
        boolean alone = !named.isEmpty();
        List<String> in = sheet.look(namespaces, TEXTS).orElse(List.of());
        record(sheet, namespaces, alone);
        Map<String, String> labelled = map(sheet, labels, alone);
        List<Expression> expressed = expressions(sheet, alone);
        Map<String, String> annotated = map(sheet, annotations, alone);
        Map<String, String> fielded = map(sheet, fieldSelectors, alone);
        List<String> on = sheet.look(nodes, TEXTS).orElse(List.of());
        record(sheet, nodes, alone);
        LabelText onNodes = onNodes(sheet, alone, on);
        Optional<String> phase = phase(sheet, alone);
        return new PodCriteria(
                sheet.position(),
                context,
                in.isEmpty() && !own.isEmpty() ? List.of(own) : in,
                named,
                labelled,
                expressed,
                annotated,
                fielded,
                on,
                onNodes,
                phase);
    }

    private LabelText onNodes(Sheet sheet, boolean alone, List<String> named) {
        Map<String, String> labels = sheet.look(nodeSelectors, MAP).orElse(Map.of());
        if (alone) {
            sheet.record(nodeSelectors, ALONE);
            return LabelText.NONE;
        }
        boolean either = !named.isEmpty() && !labels.isEmpty();
        sheet.record(nodeSelectors, nodeSelectors.ways().get(either ? 2 : 0));
        return new LabelText(labels, List.of());
    }

    private static void record(Sheet sheet, Field field, boolean alone) {
        if (alone) {
            sheet.record(field, ALONE);
        } else {
            sheet.record(field);
        }
    }

    private static Map<String, String> map(Sheet sheet, Field field, boolean alone) {
        record(sheet, field, alone);
        return sheet.look(field, MAP).orElse(Map.of());
    }

    private Map<String, List<String>> named(Sheet sheet) {
        var names = new LinkedHashMap<String, List<String>>();
        sheet.take(pods, Type.object()).ifPresent(object -> {
            var tree = (Tree.Obj) sheet.look(pods).orElseThrow();
            tree.members()
                    .forEach((namespace, member) -> sheet.problems()
                            .parse(member.value(), TEXTS, "pods of " + namespace)
                            .filter(list -> !list.isEmpty())
                            .ifPresent(list -> names.put(namespace, list)));
        });
        return names;
    }

    private List<Expression> expressions(Sheet sheet, boolean alone) {
        var read = new ArrayList<Expression>();
        for (Tree item : sheet.items(expressions)) {
            if (!(item instanceof Tree.Obj object)) {
                sheet.problems()
                        .at(item.position(), "an item of expressionSelectors must be an object with key and operator");
                continue;
            }
            Sheet one = sheet.recorder().sheet(object, "an item of expressionSelectors");
            boolean named = one.demand(expressionKey, "");
            boolean whole = one.demand(expressionOperator, "; it must be " + OPERATOR.allowed()) && named;
            Optional<String> key = one.look(expressionKey, Type.text());
            Optional<String> operator = one.look(expressionOperator, OPERATOR);
            List<String> values = one.look(expressionValues, TEXTS).orElse(List.of());
            List.of(expressionKey, expressionOperator, expressionValues).forEach(field -> record(one, field, alone));
            if (!whole || key.isEmpty() || operator.isEmpty()) {
                continue;
            }
            if (operator.get().endsWith("In") == values.isEmpty()) {
                one.wrong(expressionValues, operator.get() + (values.isEmpty() ? " needs values" : " takes no values"));
                continue;
            }
            read.add(new Expression(key.get(), operator.get(), values));
        }
        return read;
    }

    private Optional<String> phase(Sheet sheet, boolean alone) {
        List<String> asked = sheet.look(phases, TEXTS).orElse(List.of());
        if (alone) {
            sheet.record(phases, ALONE);
            return Optional.empty();
        }
        boolean alive = asked.stream().allMatch(phase -> phase.equals("Running") || phase.equals("Pending"));
        sheet.record(phases, phases.ways().get(alive ? 0 : 2));
        return alive && asked.stream().distinct().count() == 1 ? Optional.of(asked.getFirst()) : Optional.empty();
    }
}
