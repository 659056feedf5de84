package dev.shakeout.conformance;

import java.nio.file.Path;
import java.util.stream.Collectors;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** JSON and YAML as trees. Numbers keep their digits, and NaN and Infinity are read, as Python writes them. */
final class Trees {
    private static final int LINE = 120;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private Trees() {}

    static JsonNode json(Path file) {
        return JSON.readTree(file);
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /** An empty file is an empty object. */
    static JsonNode yaml(Path file) {
        JsonNode read = YAML.readTree(file);
        return read.isMissingNode() || read.isNull() ? object() : read;
    }

    /** For people: what fits on a line is on one line, the rest is indented by two. */
    static String write(JsonNode tree) {
        return written(tree, 0) + "\n";
    }

    private static String written(JsonNode tree, int indent) {
        String flat = JSON.writeValueAsString(tree);
        if (!tree.isContainer() || tree.isEmpty() || indent > 0 && flat.length() + indent <= LINE) {
            return flat;
        }
        String inner = "\n" + " ".repeat(indent + 2);
        String last = "\n" + " ".repeat(indent);
        if (tree.isArray()) {
            return tree.valueStream()
                    .map(item -> written(item, indent + 2))
                    .collect(Collectors.joining("," + inner, "[" + inner, last + "]"));
        }
        return tree.propertyStream()
                .map(member -> JSON.writeValueAsString(member.getKey()) + ": " + written(member.getValue(), indent + 2))
                .collect(Collectors.joining("," + inner, "{" + inner, last + "}"));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode string(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }
}
