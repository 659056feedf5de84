package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Position;
import dev.shakeout.model.PythonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills placeholders with configuration and secrets, by Chaos Toolkit's rules (chaoslib/__init__.py, substitute): a text
 * that is wholly "${x}" becomes the typed value; "$x", or "${x}" amid other text, becomes text; unknown names stay as they
 * are; "$$" is one dollar. Values are filled, keys are not, and what was filled in is not filled again. Amid other text a
 * value is written as Python writes it: True, None, [1, 'a'].
 */
final class Substitution {
    private static final String NAME = "[_a-zA-Z][_a-zA-Z0-9]*";
    private static final Pattern WHOLE = Pattern.compile("\\$\\{(" + NAME + ")}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(?:(\\$)|(" + NAME + ")|\\{(" + NAME + ")})");

    private final Map<String, Json> configuration;
    private final Map<String, Json> secrets = new LinkedHashMap<>();
    private final Set<String> unknown;
    private final Problems problems;

    Substitution(Settings settings, Problems problems) {
        this.configuration = settings.configuration();
        this.unknown = settings.unknown();
        this.problems = problems;
        settings.secrets().values().forEach(group -> group.forEach(secrets::putIfAbsent));
    }

    boolean hasNothing() {
        return configuration.isEmpty() && secrets.isEmpty();
    }

    /** The same tree where there is nothing to fill, which is most of a file. */
    Tree fill(Tree tree) {
        return mentions(tree) ? filled(tree) : tree;
    }

    private static boolean mentions(Tree tree) {
        return switch (tree) {
            case Tree.Obj object -> {
                for (Tree.Member member : object.members().values()) {
                    if (mentions(member.value())) {
                        yield true;
                    }
                }
                yield false;
            }
            case Tree.Arr array -> {
                for (Tree item : array.items()) {
                    if (mentions(item)) {
                        yield true;
                    }
                }
                yield false;
            }
            case Tree.Scalar(var _, Json.Str(var text)) -> text.indexOf('$') >= 0;
            case Tree.Scalar _ -> false;
        };
    }

    private Tree filled(Tree tree) {
        return switch (tree) {
            case Tree.Obj object -> object.with(this::filled);
            case Tree.Arr array ->
                new Tree.Arr(
                        array.position(),
                        array.items().stream().map(this::filled).toList());
            case Tree.Scalar(var position, Json.Str(var text))
            when text.indexOf('$') >= 0 -> Tree.at(position, fill(text, position));
            case Tree.Scalar _ -> tree;
        };
    }

    /** For what is shown to everyone: placeholders of secrets stay as they are, and values that are one are hidden. */
    String fillPublic(String text) {
        return problems.shown(mixed(text, name -> Optional.ofNullable(configuration.get(name))));
    }

    private Json fill(String text, Position position) {
        var whole = WHOLE.matcher(text);
        if (whole.matches()) {
            return find(whole.group(1), position).orElseGet(() -> Json.of(text));
        }
        return Json.of(mixed(text, name -> find(name, position)));
    }

    private static String mixed(String text, java.util.function.Function<String, Optional<Json>> values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            if (match.group(1) != null) {
                return "\\$";
            }
            String name = match.group(2) != null ? match.group(2) : match.group(3);
            return Matcher.quoteReplacement(
                    values.apply(name).map(PythonText::of).orElse(match.group()));
        });
    }

    private Optional<Json> find(String name, Position position) {
        Json value = configuration.get(name);
        if (value != null) {
            return Optional.of(value);
        }
        Json secret = secrets.get(name);
        if (secret != null) {
            problems.hide(position, secret.text());
            return Optional.of(secret);
        }
        if (unknown.contains(name)) {
            problems.excuse(position);
            return Optional.empty();
        }
        problems.explain(
                position,
                () -> "; '" + name + "' is neither in the configuration nor in the secrets"
                        + Nearest.suggestion(name, known()));
        return Optional.empty();
    }

    private List<String> known() {
        var known = new ArrayList<>(configuration.keySet());
        known.addAll(secrets.keySet());
        return known;
    }
}
