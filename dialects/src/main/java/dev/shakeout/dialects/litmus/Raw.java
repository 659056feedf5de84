package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Manifests that stand in a text of another one, as in an artifact of a step; their values stand where the text has them. */
final class Raw {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    private Raw() {}

    /**
     * @param text whose value is YAML
     * @param parameters of the workflow, by {@code workflow.parameters.NAME}; what is not among them is the workflow's own
     *     bookkeeping, and stays without its braces
     */
    static List<Tree> documents(Tree text, Map<String, String> parameters, Problems problems) {
        String yaml = filled(text.json().text(), parameters);
        try {
            return TreeReader.readAll("x.yaml", yaml, TreeReader.Form.YAML).stream()
                    .map(tree -> moved(tree, text))
                    .toList();
        } catch (InvalidInput e) {
            e.problems()
                    .forEach(problem -> problems.at(
                            problem.position().map(at -> moved(at, text)).orElse(text.position()), problem.message()));
            return List.of();
        }
    }

    static String filled(String text, Map<String, String> parameters) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(parameters.getOrDefault(match.group(1), match.group(1))));
    }

    private static Tree moved(Tree tree, Tree text) {
        return switch (tree) {
            case Tree.Obj(var at, var members, var _) -> {
                var all = new LinkedHashMap<String, Tree.Member>();
                members.forEach((key, member) ->
                        all.put(key, new Tree.Member(moved(member.position(), text), moved(member.value(), text))));
                yield new Tree.Obj(moved(at, text), all);
            }
            case Tree.Arr(var at, var items, var _) ->
                new Tree.Arr(
                        moved(at, text),
                        items.stream().map(item -> moved(item, text)).toList());
            case Tree.Scalar(var at, Json value) -> new Tree.Scalar(moved(at, text), value);
        };
    }

    /** A text of several lines begins, as nobody writes it otherwise, on the line after its key, two columns further in. */
    private static Position moved(Position inner, Tree text) {
        Position outer = text.position();
        return text.json().text().contains("\n")
                ? new Position(outer.file(), outer.line() + inner.line(), inner.column())
                : outer;
    }
}
