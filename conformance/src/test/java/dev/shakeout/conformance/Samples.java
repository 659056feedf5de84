package dev.shakeout.conformance;

import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An experiment for each fault on each kind of target, and for each probe, with every parameter that there is. */
record Samples(Vocabulary vocabulary) {
    private static final Json OTHERS = Json.object("kind", "process", "name", "db", "mode", "fixed", "value", 2);

    Map<String, Json> experiments() {
        var experiments = new LinkedHashMap<String, Json>();
        vocabulary.probes().forEach((name, kind) -> experiments.put("probe " + name, probing(kind)));
        vocabulary
                .faults()
                .forEach((name, fault) -> fault.targets().stream()
                        .sorted()
                        .forEach(kind -> experiments.put("fault " + name + " on " + kind, breaking(fault, kind))));
        return experiments;
    }

    private static Json probing(Descriptor kind) {
        var provider = arguments(kind);
        provider.put("type", Json.of(kind.name()));
        return experiment("probe", new Json.Obj(provider));
    }

    private Json breaking(Descriptor fault, String kind) {
        Map<String, Json> target = arguments(vocabulary.targets().get(kind));
        target.put("kind", Json.of(kind));
        target.put(
                "any-of",
                Json.of(List.of(new Json.Obj(arguments(vocabulary.targets().get(kind))))));
        target.put("mode", Json.of("percent"));
        target.put("value", Json.of("50%"));
        return experiment(
                "action",
                Json.object(
                        "type",
                        "fault",
                        "fault",
                        fault.name(),
                        "target",
                        new Json.Obj(target),
                        "arguments",
                        new Json.Obj(arguments(fault)),
                        "duration",
                        "30s"));
    }

    private static Json experiment(String type, Json provider) {
        Json activity = Json.object("type", type, "name", "it", "provider", provider);
        return Json.object("title", "t", "description", "d", "method", Json.of(List.of(activity)));
    }

    private static Map<String, Json> arguments(Descriptor descriptor) {
        var values = new LinkedHashMap<String, Json>();
        for (Parameter<?> parameter : descriptor.parameters()) {
            Json value = parameter
                    .type()
                    .example()
                    .orElseGet(() -> value(parameter.type().schema()));
            values.put(
                    parameter.name(),
                    parameter.type() instanceof Selecting.Kind<?> ? Json.of(List.of(value, OTHERS)) : value);
        }
        return values;
    }

    /** Something that the schema of a type takes. */
    private static Json value(Json.Obj schema) {
        for (String list : List.of("examples", "enum", "anyOf", "oneOf")) {
            if (schema.get(list).orElse(Json.Null.NULL) instanceof Json.Arr(var items)) {
                return list.endsWith("Of") ? value((Json.Obj) items.getFirst()) : items.getFirst();
            }
        }
        Json only = schema.get("const").or(() -> schema.get("minimum")).orElse(Json.Null.NULL);
        return only == Json.Null.NULL ? ofKind(kinds(schema).getFirst()) : only;
    }

    private static List<Json> kinds(Json.Obj schema) {
        var kinds = new ArrayList<Json>();
        switch (schema.get("type").orElse(Json.of("string"))) {
            case Json.Arr(var names) -> kinds.addAll(names);
            case Json name -> kinds.add(name);
        }
        return kinds;
    }

    private static Json ofKind(Json kind) {
        return switch (kind.text()) {
            case "boolean" -> Json.of(true);
            case "object" -> Json.object("name", "value");
            case "array" -> Json.of(List.of(Json.of("item")));
            case "integer", "number" -> Json.of(1);
            default -> Json.of("text");
        };
    }
}
