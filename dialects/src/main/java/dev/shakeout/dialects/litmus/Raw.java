package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Manifests that stand in a text of another one, as in an artifact of a step. All of their values stand where the text begins:
 * how the text is written (with quotes, folded, with escapes) decides where a line of it really is.
 */
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
            return TreeReader.readAll("", yaml, TreeReader.Form.YAML).stream()
                    .map(tree -> Tree.at(text.position(), tree.json()))
                    .toList();
        } catch (InvalidInput e) {
            e.problems()
                    .forEach(problem -> problems.at(
                            text.position(),
                            "in the text that begins here"
                                    + problem.position()
                                            .map(at -> ", line " + at.line() + ", column " + at.column())
                                            .orElse("")
                                    + ": " + problem.message()));
            return List.of();
        }
    }

    static String filled(String text, Map<String, String> parameters) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(parameters.getOrDefault(match.group(1), match.group(1))));
    }
}
