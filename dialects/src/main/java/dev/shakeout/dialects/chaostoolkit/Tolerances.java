package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.Words;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads tolerances: Chaos Toolkit's (chaoslib/hypothesis.py) and {@code type: slo}. */
final class Tolerances {
    enum Form {
        REGEX,
        JSONPATH,
        RANGE,
        SLO,
        PROBE
    }

    static final Words<Form> FORMS = Words.of(Form.class);
    static final Parameter<String> TARGET = Parameter.optional(
            "target",
            Name.TYPE,
            "The member of the output to look at, such as body or stdout; all of it unless given.");
    static final Parameter<String> NAME = Parameter.required("name", Name.TYPE, "What it is called in messages.");
    static final Parameter<Integer> COUNT = Parameter.optional(
            "count",
            Type.integer(0, Integer.MAX_VALUE),
            "How many values the path must find; at least one unless given.");
    static final List<String> REGEX_KEYS = List.of("type", "pattern", "target");
    static final List<String> JSONPATH_KEYS = List.of("type", "path", "target", "count", "expect");
    static final List<String> RANGE_KEYS = List.of("type", "range", "target");
    static final List<String> PROBE_KEYS = List.of("type", "name", "provider");

    private final Rules rules;
    private final Substitution substitution;
    private final Providers providers;
    private final Problems problems;

    Tolerances(Rules rules, Substitution substitution, Providers providers, Problems problems) {
        this.rules = rules;
        this.providers = providers;
        this.substitution = substitution;
        this.problems = problems;
    }

    Optional<Tolerance> read(Tree written) {
        Tree tree = written instanceof Tree.Scalar ? substitution.fill(written) : written;
        return switch (tree) {
            case Tree.Obj object -> object(object).map(tolerance -> tolerance);
            case Tree.Arr array -> {
                if (array.items().isEmpty()) {
                    problems.at(array.position(), "tolerance: an empty list allows nothing");
                    yield Optional.empty();
                }
                yield Optional.of(list(array.json().items()));
            }
            case Tree.Scalar(var position, Json.Num(BigDecimal number))
            when number.scale() != 0 -> {
                problems.at(
                        position,
                        "tolerance: a number with a fraction (" + number.toPlainString()
                                + ") cannot be met exactly; write {type: range, range: [least, most]}");
                yield Optional.empty();
            }
            case Tree.Scalar scalar -> Optional.of(new Tolerance.Exactly(scalar.value()));
        };
    }

    /** Two are bounds: numbers for us, and whatever they are by that tool's own rules. */
    private Tolerance list(List<Json> values) {
        boolean bounds = values.size() == 2 && (!rules.ours() || values.stream().allMatch(Json.Num.class::isInstance));
        return bounds ? new Tolerance.Between(values.getFirst(), values.getLast()) : new Tolerance.AnyOf(values);
    }

    private Optional<? extends Tolerance> object(Tree.Obj written) {
        var fields = new Fields(written, "the tolerance", problems);
        var form = fields.require("type", FORMS);
        if (form.isEmpty()) {
            return Optional.empty();
        }
        return switch (form.get()) {
            case REGEX -> regex(filled(fields, List.of("pattern")));
            case JSONPATH -> jsonPath(filled(fields, List.of("path", "expect")));
            case RANGE -> range(fields);
            case SLO ->
                SloLimits.read(filled(fields, List.copyOf(written.members().keySet())));
            case PROBE -> byProbe(fields);
        };
    }

    private Optional<Tolerance> byProbe(Fields fields) {
        fields.allow(PROBE_KEYS);
        var name = fields.require(NAME);
        var provider = fields.require("provider")
                .map(substitution::fill)
                .map(this::withValue)
                .flatMap(tree -> Fields.of(tree, "the provider", problems))
                .flatMap(filled -> providers.read(filled, Providers.Place.PROBE, false));
        return name.isPresent() && provider.isPresent() && provider.get() instanceof Provider.Call call
                ? Optional.of(new Tolerance.ByProbe(name.get(), call))
                : Optional.empty();
    }

    /** A function is held against its arguments, and the value will be one of them; that tool wants it written out. */
    private Tree withValue(Tree provider) {
        if (!rules.ours()
                || !(provider instanceof Tree.Obj(var position, var members, var _))
                || !members.containsKey("module")) {
            return provider;
        }
        var written = members.getOrDefault("arguments", new Tree.Member(position, new Tree.Obj(position, Map.of())));
        if (!(written.value() instanceof Tree.Obj(var place, var given, var _))) {
            return provider;
        }
        var arguments = new LinkedHashMap<>(given);
        arguments.putIfAbsent("value", new Tree.Member(place, Tree.at(place, Json.Null.NULL)));
        var whole = new LinkedHashMap<>(members);
        whole.put("arguments", new Tree.Member(written.position(), new Tree.Obj(place, arguments)));
        return new Tree.Obj(position, whole);
    }

    /** Only some members of a tolerance are filled in, as in Chaos Toolkit: a range, say, is not. */
    private Fields filled(Fields fields, List<String> keys) {
        var members = new LinkedHashMap<>(fields.tree().members());
        members.replaceAll((key, member) ->
                keys.contains(key) ? new Tree.Member(member.position(), substitution.fill(member.value())) : member);
        return new Fields(new Tree.Obj(fields.position(), members), fields.what(), problems);
    }

    private Optional<Tolerance> regex(Fields fields) {
        fields.allow(REGEX_KEYS);
        var target = fields.find(TARGET);
        String written = fields.find("pattern").map(tree -> tree.json().text()).orElse("");
        return fields.require(pattern(rules)).map(pattern -> new Tolerance.Regex(pattern, target, written));
    }

    private Optional<Tolerance> jsonPath(Fields fields) {
        fields.allow(JSONPATH_KEYS);
        var target = fields.find(TARGET);
        var count = fields.find(COUNT);
        // a null is a value to expect, so it must not be taken for an absent key
        var expect = fields.tree().get("expect").map(member -> member.value().json());
        return fields.require(path(rules)).map(path -> new Tolerance.JsonPath(path, target, count, expect));
    }

    private Optional<Tolerance> range(Fields fields) {
        fields.allow(RANGE_KEYS);
        var target = fields.find(TARGET);
        return fields.require(range(rules)).map(bounds -> new Tolerance.Range(bounds.least(), bounds.most(), target));
    }

    static Parameter<Pattern> pattern(Rules rules) {
        return Parameter.required(
                "pattern",
                new RegexType(rules),
                "A regular expression, in Python's syntax, that is found anywhere in it.");
    }

    static Parameter<String> path(Rules rules) {
        return Parameter.required("path", new JsonPathType(rules), "A JSONPath; text is read as JSON first.");
    }

    static Parameter<Bounds> range(Rules rules) {
        return Parameter.required(
                "range", new BoundsType(rules), "The least and the most, both allowed; the smaller first.");
    }

    record Bounds(BigDecimal least, BigDecimal most) {}

    private record BoundsType(Rules rules) implements Type<Bounds> {
        @Override
        public String name() {
            return "range";
        }

        @Override
        public String allowed() {
            return "a list of two numbers, the smaller first";
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "array", "items", Json.object("type", "number"), "minItems", 2, "maxItems", 2);
        }

        @Override
        public Bounds parse(Json json) {
            if (json instanceof Json.Arr(var items)
                    && items.size() == 2
                    && items.getFirst() instanceof Json.Num(var least)
                    && items.getLast() instanceof Json.Num(var most)
                    && (least.compareTo(most) <= 0 || !rules.ours())) {
                return new Bounds(least, most);
            }
            throw new BadValue("found " + json.text());
        }
    }
}
