package dev.shakeout.dialects.settings;

import dev.shakeout.dialects.Yaml11Scalars;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.PythonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Values made of the nodes of a document, and nodes made of values. */
final class Yaml11Nodes {
    private static final int DEEPEST = 100;

    /** With every alias written out. */
    static final int MOST = 200_000;

    private final String file;
    private int count;

    Yaml11Nodes(String file) {
        this.file = file;
    }

    /** @throws InvalidInput nested too deep, as by an alias to itself, or too many values */
    Json json(Node node, int depth) {
        if (depth > DEEPEST) {
            throw refuse(node, "nested deeper than " + DEEPEST + " levels");
        }
        if (++count > MOST) {
            throw refuse(node, "more than " + MOST + " values, with every alias written out");
        }
        return switch (node) {
            case ScalarNode scalar -> Yaml11Scalars.value(scalar.getTag(), scalar.getValue());
            case SequenceNode sequence ->
                new Json.Arr(sequence.getValue().stream()
                        .map(item -> json(item, depth + 1))
                        .toList());
            case MappingNode mapping -> object(mapping, depth);
            default -> throw refuse(node, "this is no value");
        };
    }

    /** What is merged in stands behind what is written out. */
    private Json.Obj object(MappingNode mapping, int depth) {
        var members = new LinkedHashMap<String, Json>();
        var merged = new ArrayList<Json>();
        for (NodeTuple tuple : mapping.getValue()) {
            Json value = json(tuple.getValueNode(), depth + 1);
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.add(value);
            } else {
                members.put(key(tuple.getKeyNode()), value);
            }
        }
        merged.forEach(source -> merge(source, members));
        return new Json.Obj(members);
    }

    private static void merge(Json source, Map<String, Json> into) {
        switch (source) {
            case Json.Obj object -> object.members().forEach(into::putIfAbsent);
            case Json.Arr array -> array.items().forEach(item -> merge(item, into));
            default -> {} // nothing that could be merged
        }
    }

    private String key(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw refuse(node, "a key must be text");
    }

    private InvalidInput refuse(Node node, String words) {
        return new InvalidInput(node.getStartMark()
                .map(mark -> Problem.at(Yaml11.position(file, mark), words))
                .orElseGet(() -> Problem.of(file + ": " + words)));
    }

    static Node node(Json json, boolean sorted) {
        return switch (json) {
            case Json.Obj(var members) -> {
                var tuples = new ArrayList<NodeTuple>();
                (sorted ? new TreeMap<>(members) : members)
                        .forEach((key, value) -> tuples.add(new NodeTuple(scalar(Tag.STR, key), node(value, sorted))));
                yield new MappingNode(Tag.MAP, tuples, members.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
            }
            case Json.Arr(var items) -> {
                List<Node> nodes =
                        items.stream().map(item -> node(item, sorted)).toList();
                yield new SequenceNode(Tag.SEQ, nodes, items.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
            }
            case Json.Str(String text) -> scalar(Tag.STR, text);
            case Json.Num(BigDecimal number) ->
                number.scale() == 0 ? scalar(Tag.INT, number.toPlainString()) : scalar(Tag.FLOAT, fraction(json));
            case Json.Bool(boolean flag) -> scalar(Tag.BOOL, String.valueOf(flag));
            case Json.Null.NULL -> scalar(Tag.NULL, "null");
        };
    }

    /** As Python writes it, but that an exponent needs a point before it, or it would be read as text. */
    private static String fraction(Json number) {
        return PythonText.of(number).replaceFirst("^(-?\\d+)e", "$1.0e");
    }

    private static Node scalar(Tag tag, String text) {
        return new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }
}
