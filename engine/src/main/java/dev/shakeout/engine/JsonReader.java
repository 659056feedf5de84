package dev.shakeout.engine;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Decimals;
import dev.shakeout.model.Json;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON text, streaming: no data binding, which would cost more than the probe itself. */
public final class JsonReader {
    /** What an answer may be nested; a journal, in which it stands some levels down, is read with more. */
    static final int DEEPEST = 400;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE) // told by our own limit, in words for a person
                    .build())
            .build();

    private JsonReader() {}

    /**
     * Throws an exception of our own, so that whoever only might read JSON need not load the parser's classes.
     *
     * @throws BadValue when the text is no JSON, holds more than one value or a number that nobody could calculate with, or
     *     is nested deeper than {@value DEEPEST} levels
     */
    public static Json read(String text) {
        return read(text, Omitted.NOTHING);
    }

    /**
     * The same without some members.
     *
     * @throws BadValue as there
     */
    public static Json read(String text, Omitted omitted) {
        return read(() -> FACTORY.createParser(ObjectReadContext.empty(), text), omitted);
    }

    /**
     * The same of text in UTF-8, which is read to its end and closed.
     *
     * @throws BadValue as there, or when it cannot be read
     */
    public static Json read(InputStream text, Omitted omitted) {
        return read(() -> FACTORY.createParser(ObjectReadContext.empty(), text), omitted);
    }

    private static Json read(Supplier<JsonParser> open, Omitted omitted) {
        try (JsonParser parser = open.get()) {
            Json value = value(parser, parser.nextToken(), omitted);
            if (parser.nextToken() != null) {
                throw new tools.jackson.core.exc.StreamReadException(parser, "more follows after the end of the value");
            }
            return value;
        } catch (StreamConstraintsException _) {
            throw new BadValue("it is nested deeper than " + DEEPEST + " levels");
        } catch (JacksonException e) {
            throw new BadValue(String.valueOf(e.getOriginalMessage()));
        }
    }

    private static Json value(JsonParser parser, JsonToken token, Omitted omitted) {
        return switch (token) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Json>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    JsonToken member = parser.nextToken();
                    if (omitted.here().contains(name)) {
                        parser.skipChildren();
                    } else {
                        members.put(name, value(parser, member, omitted.within(name)));
                    }
                }
                yield new Json.Obj(members);
            }
            case START_ARRAY -> {
                var items = new ArrayList<Json>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(value(parser, next, omitted));
                }
                yield Json.of(items);
            }
            case VALUE_STRING -> Json.of(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new Json.Num(Decimals.parse(parser.getString()).orElseThrow(() -> new BadValue(Decimals.NOT_ALLOWED)));
            case VALUE_TRUE -> Json.of(true);
            case VALUE_FALSE -> Json.of(false);
            case VALUE_NULL -> Json.Null.NULL;
            case null, default -> throw new tools.jackson.core.exc.StreamReadException(parser, "a value is missing");
        };
    }
}
