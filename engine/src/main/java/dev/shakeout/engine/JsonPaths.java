package dev.shakeout.engine;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.AbstractJsonProvider;
import com.jayway.jsonpath.spi.mapper.MappingException;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.jsonpath.Path;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSONPath over our own values: as jsonpath2 has it, as Chaos Toolkit does, or else, where a path is none of that dialect,
 * as Jayway's library has it, which is given no parser, as everything is parsed already.
 */
public final class JsonPaths {
    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new PlainValues())
            .mappingProvider(new NoMapping())
            .options(Option.ALWAYS_RETURN_LIST, Option.SUPPRESS_EXCEPTIONS)
            .build();

    private static final Aside LIBRARY = new Aside("jsonpath", 0);

    private JsonPaths() {}

    /** @throws BadValue when the path is none, leads to too much, or takes too long */
    public static List<Json> find(Json output, String path) {
        Json document = document(output);
        Optional<Path> ours = parsed(path);
        try {
            return ours.isPresent()
                    ? ours.get().find(document)
                    : LIBRARY.search(() -> byLibrary(document, path), failure -> "it cannot be followed: " + failure);
        } catch (StackOverflowError _) {
            throw new BadValue("it leads too deep");
        }
    }

    private static Optional<Path> parsed(String path) {
        try {
            return Optional.of(Path.parse(path));
        } catch (BadValue _) {
            return Optional.empty();
        }
    }

    private static List<Json> byLibrary(Json document, String path) {
        try {
            Object found = JsonPath.using(CONFIGURATION).parse(plain(document)).read(path);
            return found instanceof List<?> list
                    ? list.stream().map(JsonPaths::json).toList()
                    : List.of(json(found));
        } catch (InvalidPathException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    /** Text that holds JSON is read as that, as Chaos Toolkit does. */
    private static Json document(Json output) {
        if (output instanceof Json.Str(String text)) {
            try {
                return JsonReader.read(text);
            } catch (BadValue _) {
                return output;
            }
        }
        return output;
    }

    /** As {@link Json#plain}, but null stays our own, so that it is not mistaken for the text "null". */
    private static Object plain(Json json) {
        return switch (json) {
            case Json.Obj(var members) -> {
                var map = new LinkedHashMap<String, Object>();
                members.forEach((key, value) -> map.put(key, plain(value)));
                yield map;
            }
            case Json.Arr(var items) -> items.stream().map(JsonPaths::plain).toList();
            case Json.Null.NULL -> json;
            case Json.Str _, Json.Num _, Json.Bool _ -> json.plain();
        };
    }

    /** A value found; the library's own null stands for JSON's. */
    private static Json json(@Nullable Object value) {
        return switch (value) {
            case null -> Json.Null.NULL;
            case Json json -> json;
            case Map<?, ?> map -> {
                var members = new LinkedHashMap<String, Json>();
                map.forEach((key, member) -> members.put(String.valueOf(key), json(member)));
                yield new Json.Obj(members);
            }
            case List<?> list -> new Json.Arr(list.stream().map(JsonPaths::json).toList());
            case String text -> new Json.Str(text);
            case Boolean bool -> new Json.Bool(bool);
            case BigDecimal number -> new Json.Num(number);
            case Number number -> new Json.Num(new BigDecimal(number.toString()));
            default -> new Json.Str(String.valueOf(value));
        };
    }

    private static final class PlainValues extends AbstractJsonProvider {
        @Override
        public Object parse(String json) {
            throw new UnsupportedOperationException("values are parsed already");
        }

        @Override
        public Object parse(InputStream json, String charset) {
            throw new UnsupportedOperationException("values are parsed already");
        }

        @Override
        public String toJson(Object value) {
            return String.valueOf(value);
        }

        @Override
        public Object createArray() {
            return new java.util.ArrayList<Object>();
        }

        @Override
        public Object createMap() {
            return new LinkedHashMap<String, Object>();
        }
    }

    private static final class NoMapping implements MappingProvider {
        @Override
        public <T> T map(Object source, Class<T> type, Configuration configuration) {
            throw new MappingException("values are not mapped");
        }

        @Override
        public <T> T map(Object source, com.jayway.jsonpath.TypeRef<T> type, Configuration configuration) {
            throw new MappingException("values are not mapped");
        }
    }
}
