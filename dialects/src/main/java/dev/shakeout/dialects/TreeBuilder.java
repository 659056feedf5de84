package dev.shakeout.dialects;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Decimals;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Builds one {@link Tree} from a stream of tokens. */
final class TreeBuilder {
    private static final int MAX_DEPTH = 100;

    /** With every alias written out: a file of a few lines can otherwise stand for billions of values. */
    private static final int MAX_NODES = 1_000_000;

    private static final Map<String, Json> PLAIN_WORDS = Map.of(
            "True", Json.of(true),
            "TRUE", Json.of(true),
            "False", Json.of(false),
            "FALSE", Json.of(false),
            "Null", Json.Null.NULL,
            "NULL", Json.Null.NULL,
            "~", Json.Null.NULL);

    private static final int LONGEST_TEXT = 1_000_000;

    private final JsonParser parser;
    private final String file;
    private final String text;
    private final Notation notation;
    private final boolean yaml;
    private final Problems duplicates = new Problems();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int nodes;

    /** How far the text was looked at: in code points, as the parser counts, and in characters. */
    private int codePoints;

    private int offset;

    private record Anchored(Tree tree, int nodes) {}

    TreeBuilder(JsonParser parser, String file, String text, Notation notation) {
        this.parser = parser;
        this.file = file;
        this.text = text;
        this.notation = notation;
        this.yaml = notation != Notation.JSON;
    }

    Tree document() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw refuse(new Position(file, 1, 1), "the file is empty");
        }
        Tree tree = value(first, 0);
        if (tree.isNull()) {
            throw refuse(tree.position(), "the file is empty");
        }
        if (parser.nextToken() != null) {
            throw refuse(here(), "the file goes on after its document has ended; one file holds one document");
        }
        duplicates.throwIfAny();
        return tree;
    }

    /** Of YAML all that there are; JSON has one. */
    List<Tree> documents() {
        if (!yaml) {
            return List.of(document());
        }
        var documents = new ArrayList<Tree>();
        for (JsonToken first = parser.nextToken(); first != null; first = parser.nextToken()) {
            Tree tree = value(first, 0);
            if (!tree.isNull()) {
                documents.add(tree);
            }
            anchors.clear(); // they hold for their own document
        }
        if (documents.isEmpty()) {
            throw refuse(new Position(file, 1, 1), "the file is empty");
        }
        duplicates.throwIfAny();
        return documents;
    }

    private Tree value(JsonToken token, int depth) {
        Position position = here();
        if (yaml && ((YAMLParser) parser).isCurrentAlias()) {
            return alias(position);
        }
        count(1, position);
        if (depth >= MAX_DEPTH) {
            throw refuse(position, "nested deeper than " + MAX_DEPTH + " levels");
        }
        String anchor = yaml && parser.getObjectId() instanceof String id ? id : "";
        int before = nodes - 1;
        String tag = notation == Notation.YAML_1_1 ? tag() : "";
        Tree tree = switch (token) {
            case START_OBJECT, START_ARRAY -> {
                if (!tag.isEmpty()) {
                    checked(position, () -> ExperimentScalar.checkCollection(tag));
                }
                Tree whole = token == JsonToken.START_OBJECT ? object(position, depth) : array(position, depth);
                yield ExperimentScalar.isPairs(tag) ? pairs(whole) : whole;
            }
            case JsonToken _
            when notation == Notation.YAML_1_1 -> new Tree.Scalar(position, elderScalar(token, tag, position));
            default -> new Tree.Scalar(position, scalar(token, position));
        };
        if (!anchor.isEmpty()) {
            anchors.put(anchor, new Anchored(tree, nodes - before));
        }
        return tree;
    }

    private Tree object(Position position, int depth) {
        var members = new LinkedHashMap<String, Tree.Member>();
        var merged = new ArrayList<Tree>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Position at = here();
            checkLength(key, at);
            Tree value = value(parser.nextToken(), depth + 1);
            if (yaml && key.equals("<<")) {
                merged.add(value);
                continue;
            }
            var first = members.putIfAbsent(key, new Tree.Member(at, value));
            if (first != null) {
                duplicates.at(at, "the key '" + key + "' is given twice; it was first given at " + first.position());
            }
        }
        merged.forEach(source -> merge(source, members));
        return new Tree.Obj(position, members);
    }

    private void merge(Tree source, Map<String, Tree.Member> into) {
        switch (source) {
            case Tree.Obj object -> object.members().forEach(into::putIfAbsent);
            case Tree.Arr array -> array.items().forEach(item -> merge(item, into));
            case Tree.Scalar scalar ->
                throw refuse(scalar.position(), "the merge key '<<' takes an alias of an object, or a list of them");
        }
    }

    private Tree array(Position position, int depth) {
        var items = new ArrayList<Tree>();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            items.add(value(token, depth + 1));
        }
        return new Tree.Arr(position, items);
    }

    private Tree alias(Position position) {
        String name = parser.getString();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw refuse(
                    position, "the alias *" + name + " stands for nothing; no finished value above is marked &" + name);
        }
        count(anchored.nodes(), position);
        return anchored.tree();
    }

    private String tag() {
        return Optional.ofNullable(((YAMLParser) parser).getRawTag()).orElse("");
    }

    /** An ordered map is a list of pairs. */
    private static Tree pairs(Tree tree) {
        return tree instanceof Tree.Arr array
                ? new Tree.Arr(
                        array.position(),
                        array.items().stream().map(TreeBuilder::pair).toList())
                : tree;
    }

    private static Tree pair(Tree item) {
        if (!(item instanceof Tree.Obj object) || object.members().size() != 1) {
            throw refuse(item.position(), "a list of pairs has items of one key and its value each");
        }
        var only = object.members().entrySet().iterator().next();
        Tree key = Tree.at(only.getValue().position(), Json.of(only.getKey()));
        return new Tree.Arr(item.position(), List.of(key, only.getValue().value()));
    }

    private Json elderScalar(JsonToken token, String tag, Position position) {
        String value = parser.getString();
        checkLength(value, position);
        if (!tag.isEmpty()) {
            return checked(position, () -> ExperimentScalar.tagged(tag, value));
        }
        if (token == JsonToken.VALUE_NULL) {
            return Json.Null.NULL;
        }
        boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
        boolean text = token == JsonToken.VALUE_STRING
                && (value.isEmpty() || ExperimentScalar.isText(value) || !isPlain(value));
        return text ? Json.of(value) : checked(position, () -> ExperimentScalar.plain(value, number));
    }

    private static <T> T checked(Position position, Supplier<T> read) {
        try {
            return read.get();
        } catch (BadValue e) {
            throw refuse(position, String.valueOf(e.getMessage()));
        }
    }

    private Json scalar(JsonToken token, Position position) {
        return switch (token) {
            case VALUE_TRUE -> Json.of(true);
            case VALUE_FALSE -> Json.of(false);
            case VALUE_NULL -> Json.Null.NULL;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                Decimals.parse(parser.getString())
                        .<Json>map(Json.Num::new)
                        .orElseThrow(() -> refuse(position, Decimals.NOT_ALLOWED));
            default -> text(parser.getString(), position);
        };
    }

    /** The parser knows only the lower-case words for true, false and null. */
    private Json text(String value, Position position) {
        checkLength(value, position);
        Json word = PLAIN_WORDS.get(value);
        return yaml && word != null && isPlain(value) ? word : Json.of(value);
    }

    private boolean isPlain(String value) {
        int codePoint = (int) parser.currentTokenLocation().getCharOffset();
        int start = text.offsetByCodePoints(offset, codePoint - codePoints);
        codePoints = codePoint;
        offset = start;
        if (text.startsWith("&", start)) { // the token starts at its anchor: &name True
            while (start < text.length() && !Character.isWhitespace(text.charAt(start))) {
                start++;
            }
            while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
                start++;
            }
        }
        return text.startsWith(value, start);
    }

    private void checkLength(String text, Position position) {
        if (text.length() > LONGEST_TEXT) {
            throw refuse(position, "a text of more than " + LONGEST_TEXT + " characters");
        }
    }

    private void count(int more, Position position) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw refuse(position, "more than " + MAX_NODES + " values, with every alias written out");
        }
    }

    private Position here() {
        var location = parser.currentTokenLocation();
        return new Position(file, location.getLineNr(), location.getColumnNr());
    }

    private static InvalidInput refuse(Position position, String message) {
        return new InvalidInput(Problem.at(position, message));
    }
}
