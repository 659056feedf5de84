package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Filled;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ours, written in another tool's format, and read again. What is called by another name then is the same still. */
final class RoundTrip {
    private RoundTrip() {}

    static Written written(Foreign dialect, Tree ours) {
        Filled filled = ChaosToolkit.filled(ours, Inputs.none(), TestVocabulary.ALL);
        return dialect.writer().orElseThrow().written(filled);
    }

    /** What differs, if anything does. */
    static Optional<String> differs(Foreign dialect, Tree ours) {
        Written written = written(dialect, ours);
        if (!written.fidelity().notSupported().isEmpty()) {
            return Optional.of("refused: "
                    + written.fidelity().notSupported().stream()
                            .map(field -> field.path() + ": " + field.fidelity().detail())
                            .distinct()
                            .collect(Collectors.joining("; ")));
        }
        String text = written.objects().stream().map(Yaml11::writeInOrder).collect(Collectors.joining("---\n"));
        List<Translated> read;
        try {
            read = ForeignCorpus.translated(text, Choices.DEFAULT);
        } catch (InvalidInput e) {
            return Optional.of(e.getMessage() + " in\n" + text);
        }
        if (read.size() != 1 || read.getFirst().document().isEmpty()) {
            return Optional.of("read as " + read + " from\n" + text);
        }
        Json before = nameless(counted(ours.json()));
        Json after = nameless(counted(read.getFirst().document().get().json()));
        return before.equals(after)
                ? Optional.empty()
                : Optional.of("\n" + Yaml11.writeInOrder(before) + "=>\n" + text + "=>\n" + Yaml11.writeInOrder(after));
    }

    /** What names others in the method counts them instead. */
    private static Json counted(Json document) {
        if (!(document instanceof Json.Obj whole)
                || !(whole.get("method").orElse(Json.Null.NULL) instanceof Json.Arr(var method))) {
            return document;
        }
        var numbers = new LinkedHashMap<String, String>();
        method.forEach(activity -> ((Json.Obj) activity)
                .get("name")
                .ifPresent(name -> numbers.put(name.text(), String.format("%03d", numbers.size()))));
        return whole.with(
                "method",
                Json.of(method.stream()
                        .map(each -> cued((Json.Obj) each, numbers))
                        .toList()));
    }

    private static Json cued(Json.Obj activity, Map<String, String> numbers) {
        Json.Obj counted = activity;
        if (activity.get("after").orElse(Json.Null.NULL) instanceof Json.Arr(var names)) {
            counted = counted.with(
                    "after",
                    Json.of(names.stream()
                            .map(name -> numbers.getOrDefault(name.text(), name.text()))
                            .sorted()
                            .map(Json::of)
                            .toList()));
        }
        String condition = activity.get("if").map(Json::text).orElse("");
        for (var number : numbers.entrySet()) {
            condition = condition.replace(Json.of(number.getKey()).compact(), number.getValue());
        }
        return condition.isEmpty() ? counted : counted.with("if", Json.of(condition));
    }

    /** Without what is called otherwise when it comes back: names and titles, and what tells of them. */
    static Json nameless(Json json) {
        return switch (json) {
            case Json.Arr(var items) ->
                Json.of(items.stream().map(RoundTrip::nameless).toList());
            case Json.Obj(var members) -> {
                boolean named =
                        members.containsKey("provider") || members.containsKey("probe") || members.containsKey("title");
                var rest = new LinkedHashMap<String, Json>();
                members.forEach((key, value) -> {
                    if (!(named
                            && List.of("name", "title", "description", "tags", "extensions")
                                    .contains(key))) {
                        rest.put(key, key.equals("draw") ? spelled(value) : nameless(value));
                    }
                });
                yield new Json.Obj(rest);
            }
            default -> json;
        };
    }

    /** A draw is called by its object, whose name Kubernetes ends with a letter or a digit. */
    private static Json spelled(Json draw) {
        return Json.of(draw.text().replaceAll("[^a-z0-9]+$", ""));
    }
}
