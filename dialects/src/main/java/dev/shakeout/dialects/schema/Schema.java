package dev.shakeout.dialects.schema;

import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a value may be, and what an editor tells of it: a JSON Schema (2020-12) of the plainest keywords, so that editors
 * that know an older draft understand it too.
 */
public record Schema(Json.Obj json) {
    public static final Schema ANY = new Schema(Json.Obj.EMPTY);
    public static final Schema NOTHING = new Schema(Json.object("type", "null"));
    public static final Schema PLACEHOLDER = new Schema(Json.object(
            "description",
            "A placeholder: a value of the configuration or of the secrets takes its place.",
            "type",
            "string",
            "pattern",
            Schema.NAMED));

    /** Null too, but no editor offers it. */
    static final Schema ABSENT = new Schema(Json.object(
            "description",
            "No value, as if the key were not there.",
            "not",
            Json.object(
                    "type",
                    Json.of(Stream.of("string", "number", "boolean", "array", "object")
                            .map(Json::of)
                            .toList()))));

    static final String ABSENT_NAME = "absent";
    static final String PLACEHOLDER_NAME = "placeholder";

    /** As {@code Substitution} finds it. */
    private static final String NAMED = "\\$(?:[_a-zA-Z]|\\{[_a-zA-Z][_a-zA-Z0-9]*\\})";

    /** What says nothing of which values there may be. */
    private static final Set<String> ANNOTATIONS = Set.of("description", "default", "examples", "deprecated");

    public static Schema of(Type<?> type) {
        return new Schema(type.schema());
    }

    /** With its help and its default. */
    public static Schema of(Parameter<?> parameter) {
        var help = new Help(parameter);
        Schema plain = of(parameter.type()).described(help.words());
        return help.fallback().map(value -> plain.with("default", value)).orElse(plain);
    }

    /** What stands in {@code $defs} under this name. */
    public static Schema defined(String name) {
        return new Schema(Json.object("$ref", "#/$defs/" + name));
    }

    public static Schema listOf(Schema items) {
        return new Schema(Json.object("type", "array", "items", items.json()));
    }

    /** One word, and what it means. */
    public static Schema word(String word, String meaning) {
        return new Schema(Json.object("const", word, "description", meaning));
    }

    public static Schema anyOf(List<Schema> ways) {
        return new Schema(
                Json.object("anyOf", Json.of(ways.stream().map(Schema::json).toList())));
    }

    /** An object in which this key has a value. */
    public static Schema given(String key) {
        return new Schema(Json.object(
                "required",
                Json.of(List.of(Json.of(key))),
                "properties",
                Json.object(key, Json.object("not", NOTHING.json()))));
    }

    public Schema with(String keyword, Json value) {
        return new Schema(json.with(keyword, value));
    }

    /** In place of the description it had. */
    public Schema described(String words) {
        var members = new LinkedHashMap<String, Json>();
        members.put("description", Json.of(words));
        json.members().forEach(members::putIfAbsent);
        return new Schema(new Json.Obj(members));
    }

    /** @param wordsAndMeanings word, meaning, word, meaning, … */
    public Schema meaning(String... wordsAndMeanings) {
        var words = new ArrayList<Schema>();
        for (int i = 0; i < wordsAndMeanings.length; i += 2) {
            words.add(word(wordsAndMeanings[i], wordsAndMeanings[i + 1]));
        }
        return meaning(words);
    }

    /**
     * With the meaning of each of its words.
     *
     * @throws IllegalStateException when these are not just the words that it has
     */
    public Schema meaning(List<Schema> words) {
        var ways = new ArrayList<>(words);
        var told = new LinkedHashMap<>(json.members());
        if (told.remove("anyOf") instanceof Json.Arr(var items)) { // words to offer, and others that are taken
            told.put("enum", new Schema((Json.Obj) items.getFirst()).get("enum"));
            items.stream().skip(1).map(Json.Obj.class::cast).map(Schema::new).forEach(ways::add);
        }
        Json explained = Json.of(words.stream().map(word -> word.get("const")).toList());
        Json known = Optional.ofNullable(told.remove("enum")).orElse(Json.Null.NULL);
        if (!explained.equals(known)) {
            throw new IllegalStateException("explained are " + explained.text() + ", and taken are " + known.text());
        }
        told.put("anyOf", anyOf(ways).get("anyOf"));
        return new Schema(new Json.Obj(told));
    }

    private Json get(String keyword) {
        return json.get(keyword).orElse(Json.Null.NULL);
    }

    public Schema example(Json value) {
        return with("examples", Json.of(List.of(value)));
    }

    /** Or null, which YAML makes of an empty value, and which counts as absent. */
    public Schema orNull() {
        if (anything()) {
            return this;
        }
        return kinds().isEmpty() ? or(defined(ABSENT_NAME)) : with("type", kinds("null"));
    }

    /** Or text with a placeholder in it, in which case nothing is known; also for whatever is inside of it. */
    public Schema orPlaceholder() {
        if (anything()) {
            return this;
        }
        Schema inner = inside("items").inside("additionalProperties").insideEach("properties");
        if (kinds().isEmpty()) {
            return inner.or(defined(PLACEHOLDER_NAME));
        }
        if (!kinds().contains(Json.of("string"))) {
            return inner.with("type", kinds("string")).with("pattern", Json.of(NAMED));
        }
        return json.get("pattern")
                .filter(pattern -> !Stream.of("$a", "${a}")
                        .allMatch(Pattern.compile(pattern.text()).asPredicate()))
                .map(pattern -> inner.with("pattern", Json.of(pattern.text() + "|" + NAMED)))
                .orElse(inner);
    }

    private Schema inside(String keyword) {
        return get(keyword) instanceof Json.Obj inner
                ? with(keyword, new Schema(inner).orPlaceholder().json())
                : this;
    }

    private Schema insideEach(String keyword) {
        if (!(get(keyword) instanceof Json.Obj(var members))) {
            return this;
        }
        var filled = new LinkedHashMap<String, Json>();
        members.forEach((key, value) ->
                filled.put(key, new Schema((Json.Obj) value).orPlaceholder().json()));
        return with(keyword, new Json.Obj(filled));
    }

    /** One of the two; what an editor tells stays where it was. */
    private Schema or(Schema other) {
        var told = new LinkedHashMap<String, Json>();
        var core = new LinkedHashMap<String, Json>();
        json.members().forEach((key, value) -> (ANNOTATIONS.contains(key) ? told : core).put(key, value));
        var ways = new ArrayList<Json>();
        if (core.size() == 1 && core.get("anyOf") instanceof Json.Arr(var items)) {
            ways.addAll(items);
        } else {
            ways.add(new Json.Obj(core));
        }
        ways.add(other.json());
        told.put("anyOf", Json.of(ways));
        return new Schema(new Json.Obj(told));
    }

    private boolean anything() {
        return ANNOTATIONS.containsAll(json.members().keySet());
    }

    private List<Json> kinds() {
        return switch (get("type")) {
            case Json.Arr(var names) -> names;
            case Json.Str name -> List.of(name);
            default -> List.of();
        };
    }

    private Json kinds(String more) {
        var kinds = new ArrayList<>(kinds());
        kinds.add(Json.of(more));
        return Json.of(kinds);
    }
}
