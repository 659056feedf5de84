package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.schema.Definitions;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@link Targets} reads. */
final class TargetSchema {
    private static final String MODE = Targets.MODE.name();
    private static final String VALUE = Targets.COUNT.name();

    private final Map<String, Descriptor> kinds;
    private final boolean closed;

    TargetSchema(Map<String, Descriptor> kinds, boolean closed) {
        this.kinds = new TreeMap<>(kinds);
        this.closed = closed;
    }

    Schema any(Definitions definitions) {
        var target = ObjectSchema.of()
                .required(
                        "kind",
                        Schema.of(Named.of("kind of target", kinds))
                                .described("What sort of thing is hit.")
                                .orPlaceholder());
        kinds.forEach((name, kind) -> target.when("kind", name, definitions.add("target-" + name, target(kind))));
        return definitions.add(
                "target",
                target.schema()
                        .described(
                                "What the fault hits: a kind, the criteria that it is found by, and how many of those found.")
                        .orPlaceholder());
    }

    private Schema target(Descriptor kind) {
        Schema mode = Schema.of(Targets.MODE)
                .meaning(
                        "one",
                        "One of those found, chosen at random.",
                        "all",
                        "All that are found.",
                        "fixed",
                        "As many as 'value' says, chosen at random.",
                        "percent",
                        "The share that 'value' says, rounded up.",
                        "random-max-percent",
                        "A random share, at most what 'value' says.");
        var target = ObjectSchema.of().required("kind", Schema.word(kind.name(), kind.summary()));
        kind.parameters().forEach(target::filled);
        target.optional(Targets.ANY_OF, anyOf(kind))
                .optional(MODE, mode.orPlaceholder())
                .filled(Targets.INCLUDE_NEW)
                .filled(Targets.DRAW)
                .property(
                        VALUE,
                        Schema.ANY
                                .described("How many, where 'mode' is fixed; else which share of them.")
                                .example(Json.of(1)))
                .when(MODE, "fixed", value(Targets.COUNT))
                .when(MODE, "percent", value(Targets.SHARE))
                .when(MODE, "random-max-percent", value(Targets.MOST))
                .when(
                        withoutValue(),
                        ObjectSchema.of().unoffered(VALUE, Schema.NOTHING).more());
        List<String> names = kind.parameters().stream().map(Parameter::name).toList();
        return target.exactly(
                        Stream.concat(names.stream(), Targets.OWN_KEYS.stream()).toList(), closed)
                .schema()
                .described(kind.summary());
    }

    private Schema anyOf(Descriptor kind) {
        var criteria = ObjectSchema.of();
        kind.parameters()
                .forEach(each -> criteria.optional(each.name(), Schema.of(each).orPlaceholder()));
        Schema each = criteria.exactly(
                        kind.parameters().stream().map(Parameter::name).toList(), closed)
                .schema()
                .described("Criteria of its own, each in place of that beside 'any-of'.");
        return Schema.listOf(each)
                .with("minItems", Json.of(1))
                .described("Several criteria: what matches any of them is found, and chosen from together.")
                .orPlaceholder();
    }

    private static Schema value(Parameter<?> value) {
        return ObjectSchema.of().filled(value).more();
    }

    /** Also when no mode is given at all. */
    private static Schema withoutValue() {
        Schema word = new Schema(Json.object("type", "string", "pattern", "^(?:fixed|percent|random-max-percent)$"))
                .orPlaceholder();
        Schema others = ObjectSchema.of().required(MODE, word).more();
        return new Schema(Json.object("not", others.json()));
    }
}
