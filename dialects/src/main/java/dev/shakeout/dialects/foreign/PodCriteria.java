package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * By what another tool's file selects pods. All that is given must hold; of a list one must.
 *
 * @param pods names by namespace; when there are some, nothing else counts
 * @param fields by path, as status.podIP
 * @param onNodes what the nodes have as labels
 */
public record PodCriteria(
        Position position,
        Optional<String> context,
        List<String> namespaces,
        Map<String, List<String>> pods,
        Map<String, String> labels,
        List<Expression> expressions,
        Map<String, String> annotations,
        Map<String, String> fields,
        List<String> nodes,
        LabelText onNodes,
        Optional<String> phase) {

    /**
     * What a label must be like.
     *
     * @param operator In, NotIn, Exists or DoesNotExist
     */
    public record Expression(String key, String operator, List<String> values) {
        /** As kubectl takes it. */
        String text() {
            String among = " (" + String.join(", ", values) + ")";
            return switch (operator) {
                case "In" -> key + " in" + among;
                case "NotIn" -> key + " notin" + among;
                case "Exists" -> key;
                default -> "!" + key;
            };
        }

        boolean holds(Map<String, String> labels) {
            Optional<String> value = Optional.ofNullable(labels.get(key));
            return switch (operator) {
                case "In" -> value.filter(values::contains).isPresent();
                case "NotIn" -> value.filter(values::contains).isEmpty();
                case "Exists" -> value.isPresent();
                default -> value.isEmpty();
            };
        }
    }

    /** The same of those on nodes with these labels. */
    public PodCriteria on(LabelText those) {
        return new PodCriteria(
                position, context, namespaces, pods, labels, expressions, annotations, fields, nodes, those, phase);
    }

    /** The targets of ours that are all of it together; one, unless several namespaces, nodes or pods are named. */
    public List<Tree.Obj> targets() {
        if (!pods.isEmpty()) {
            return pods.entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream()
                            .map(name -> in(entry.getKey()).put("name", name).tree()))
                    .toList();
        }
        var targets = new ArrayList<Tree.Obj>();
        for (String namespace : orNone(namespaces)) {
            for (String node : orNone(nodes)) {
                targets.add(selected(namespace, node));
            }
        }
        return targets;
    }

    private static List<String> orNone(List<String> names) {
        return names.isEmpty() ? List.of("") : names;
    }

    private Draft in(String namespace) {
        Draft target = Draft.at(position).put("kind", "pod");
        context.ifPresent(name -> target.put("context", name));
        return namespace.isEmpty() ? target : target.put("namespace", namespace);
    }

    private Tree.Obj selected(String namespace, String node) {
        Draft target = in(namespace);
        putMap(target, "labels", labels);
        if (!expressions.isEmpty()) {
            target.put("selector", expressions.stream().map(Expression::text).collect(Collectors.joining(",")));
        }
        putMap(target, "annotations", annotations);
        if (!fields.isEmpty()) {
            target.put(
                    "fields",
                    fields.entrySet().stream()
                            .map(field -> field.getKey() + "=" + field.getValue())
                            .collect(Collectors.joining(",")));
        }
        if (!node.isEmpty()) {
            target.put("node", node);
        }
        if (!onNodes.isEmpty()) {
            target.put("node-selector", onNodes.text());
        }
        phase.ifPresent(word -> target.put("phase", word));
        return target.tree();
    }

    private static void putMap(Draft target, String key, Map<String, String> map) {
        if (!map.isEmpty()) {
            var members = new LinkedHashMap<String, Json>();
            map.forEach((name, value) -> members.put(name, Json.of(value)));
            target.put(key, new Json.Obj(members));
        }
    }

    /** Whether the API server would say so of a pod like this one. */
    boolean selects(TargetMap.Stand stand) {
        if (!pods.isEmpty()) {
            return pods.entrySet().stream()
                    .anyMatch(entry ->
                            stand.isIn(entry.getKey()) && entry.getValue().contains(stand.name()));
        }
        return (namespaces.isEmpty() || namespaces.stream().anyMatch(stand::isIn))
                && (nodes.isEmpty() || nodes.contains(stand.node()))
                && onNodes.holds(stand.nodeLabels())
                && stand.labels().entrySet().containsAll(labels.entrySet())
                && stand.annotations().entrySet().containsAll(annotations.entrySet())
                && expressions.stream().allMatch(expression -> expression.holds(stand.labels()))
                && fields.entrySet().stream()
                        .allMatch(field -> field(stand, field.getKey()).equals(field.getValue()));
    }

    private static String field(TargetMap.Stand stand, String path) {
        return switch (path) {
            case "metadata.name" -> stand.name();
            case "metadata.namespace" -> stand.namespace();
            case "spec.nodeName" -> stand.node();
            default -> "";
        };
    }

    /** In words, for a message that nothing matches. */
    public String words() {
        return targets().stream()
                .map(target -> target.members().entrySet().stream()
                        .filter(member -> !member.getKey().equals("kind"))
                        .map(member -> member.getKey() + " "
                                + member.getValue().value().json().text())
                        .collect(Collectors.joining(", ")))
                .map(text -> text.isEmpty() ? "all" : text)
                .collect(Collectors.joining("; or "));
    }
}
