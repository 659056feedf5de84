package dev.shakeout.monitors;

import dev.shakeout.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORGenerator;

/** The binary form in which AWS is asked and answers (RFC 8949, as Smithy's RPC v2 has it). */
final class Cbor {
    private static final CBORFactory FACTORY = new CBORFactory();
    private static final int SECONDS = 1;

    private Cbor() {}

    /** @param value of maps, lists, texts, numbers and moments */
    static byte[] of(Object value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = FACTORY.createGenerator(bytes)) {
            write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Object value, CBORGenerator out) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (var entry : map.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    write(entry.getValue(), out);
                }
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                for (Object item : list) {
                    write(item, out);
                }
                out.writeEndArray();
            }
            case Instant at -> {
                out.writeTag(SECONDS);
                out.writeNumber((double) at.getEpochSecond());
            }
            case Double number -> out.writeNumber(number);
            default -> out.writeString(String.valueOf(value));
        }
    }

    static Json.Obj read(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            return (Json.Obj) read(parser.nextToken(), parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json read(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Json>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    members.put(name, read(parser.nextToken(), parser));
                }
                yield new Json.Obj(members);
            }
            case START_ARRAY -> {
                var items = new ArrayList<Json>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(read(next, parser));
                }
                yield Json.of(items);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Json.of(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> Json.of(token == JsonToken.VALUE_TRUE);
            default -> Json.of(parser.getText());
        };
    }
}
