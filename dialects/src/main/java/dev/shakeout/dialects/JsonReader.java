package dev.shakeout.dialects;

import dev.shakeout.model.Decimals;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a plain JSON document: numbers exactly, keys in order; a key given twice is an error. */
public final class JsonReader {
    /** What a document may be nested without its writer having meant harm. */
    public static final int DEEPEST = 450;

    private final JsonParser parser;
    private final String name;

    private JsonReader(JsonParser parser, String name) {
        this.parser = parser;
        this.name = name;
    }

    /**
     * @param name of the file, for messages
     * @throws InvalidInput when the text is not one JSON value, or nested deeper than {@link #DEEPEST}
     */
    public static Json read(String name, String text) {
        return read(name, new StringReader(text), DEEPEST);
    }

    public static Json read(String name, Reader text, int deepest) {
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            return new JsonReader(parser, name).document(deepest);
        } catch (JacksonException e) {
            throw new InvalidInput(Malformed.problem(e, name, ParserWords.JSON));
        }
    }

    private Json document(int deepest) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw refuse("the file is empty");
        }
        Json value = value(first, deepest);
        if (parser.nextToken() != null) {
            throw refuse("the file goes on after its value has ended");
        }
        return value;
    }

    private Json value(JsonToken token, int levels) {
        if (levels < 0) {
            throw refuse("nested too deep");
        }
        return switch (token) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Json>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    if (members.containsKey(key)) {
                        throw refuse("the key '" + key + "' is given twice");
                    }
                    members.put(key, value(parser.nextToken(), levels - 1));
                }
                yield new Json.Obj(members);
            }
            case START_ARRAY -> {
                var items = new ArrayList<Json>();
                JsonToken item;
                while ((item = parser.nextToken()) != JsonToken.END_ARRAY) {
                    items.add(value(item, levels - 1));
                }
                yield new Json.Arr(items);
            }
            case VALUE_TRUE -> Json.of(true);
            case VALUE_FALSE -> Json.of(false);
            case VALUE_NULL -> Json.Null.NULL;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new Json.Num(Decimals.parse(parser.getString()).orElseThrow(() -> refuse(Decimals.NOT_ALLOWED)));
            default -> Json.of(parser.getString());
        };
    }

    private InvalidInput refuse(String message) {
        var location = parser.currentTokenLocation();
        var position = new Position(name, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
        return new InvalidInput(Problem.at(position, message));
    }
}
