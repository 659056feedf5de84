package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the file of {@code --target-map}: {@code pods}, a list of who stands for them. See docs/dialects/target-map.md. */
public final class TargetMapReader {
    private static final Parameter<String> NAMESPACE =
            Parameter.optional("namespace", Name.TYPE, "The namespace that it is in; every one if not given.");
    private static final Parameter<String> NAME =
            Parameter.optional("name", Name.TYPE, "Its name as a pod, for selectors that name pods.");
    private static final Parameter<String> NODE = Parameter.optional("node", Name.TYPE, "The node that it is on.");
    private static final Parameter<Map<String, String>> NODE_LABELS =
            Parameter.withDefault("node-labels", Type.textMap(), Map.of(), "Labels of the node that it is on.");
    private static final Parameter<Map<String, String>> LABELS =
            Parameter.withDefault("labels", Type.textMap(), Map.of(), "Its labels.");
    private static final Parameter<Map<String, String>> ANNOTATIONS =
            Parameter.withDefault("annotations", Type.textMap(), Map.of(), "Its annotations.");
    private static final Parameter<List<String>> ADDRESSES =
            Parameter.withDefault("addresses", Type.texts(), List.of(), "How others reach it.");
    private static final String TARGET = "target";

    private TargetMapReader() {}

    /** @throws InvalidInput with every mistake in it, or when it is empty */
    public static TargetMap read(String file, String text) {
        var problems = new Problems();
        Tree document = TreeReader.readOurs(file, text, TreeReader.Form.BY_NAME);
        var stands = new ArrayList<TargetMap.Stand>();
        Fields.of(document, "the target map", problems)
                .map(fields -> fields.allow("pods"))
                .ifPresent(fields -> {
                    fields.require("pods");
                    fields.items("pods").forEach(item -> stand(item, problems).ifPresent(stands::add));
                    if (problems.count() == 0 && stands.isEmpty()) {
                        problems.at(
                                fields.positionOf("pods"), "'pods' is empty; say at least who stands for one of them");
                    }
                });
        problems.throwIfAny();
        return new TargetMap(stands);
    }

    private static Optional<TargetMap.Stand> stand(Tree item, Problems problems) {
        return Fields.of(item, "an entry of 'pods'", problems).flatMap(fields -> {
            fields.allow("namespace", "name", "node", "node-labels", "labels", "annotations", TARGET, "addresses");
            var target = fields.require(TARGET).flatMap(tree -> Fields.of(tree, "the target", problems));
            target.ifPresent(TargetMapReader::check);
            return target.map(found -> new TargetMap.Stand(
                    fields.find(NAMESPACE).orElse(""),
                    fields.find(NAME).orElse(""),
                    fields.find(NODE).orElse(""),
                    fields.get(NODE_LABELS),
                    fields.get(LABELS),
                    fields.get(ANNOTATIONS),
                    found.tree(),
                    fields.get(ADDRESSES)));
        });
    }

    /** The rest of a target is looked at where it is used, by the reader of experiments. */
    private static void check(Fields target) {
        target.require("kind", Name.TYPE);
        for (String key : List.of("mode", "value")) {
            if (target.find(key).isPresent()) {
                target.problems()
                        .at(
                                target.positionOf(key),
                                "how many are hit is said by the other file; leave '" + key + "' out");
            }
        }
    }
}
