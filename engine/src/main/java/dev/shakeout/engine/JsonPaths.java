package dev.shakeout.engine;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.AbstractJsonProvider;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import com.jayway.jsonpath.spi.mapper.MappingException;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import dev.shakeout.model.Json;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSONPath over our own values; the library is given no parser, as everything is parsed already. */
final class JsonPaths {
    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new PlainValues())
            .mappingProvider(new NoMapping())
            .options(Option.ALWAYS_RETURN_LIST, Option.SUPPRESS_EXCEPTIONS)
            .build();

    private JsonPaths() {}

    static List<Json> find(Json document, String path) {
        Object found = JsonPath.using(CONFIGURATION).parse(document(document)).read(path);
        return found instanceof List<?> list
                ? list.stream().map(JsonPaths::json).toList()
                : List.of(json(found));
    }

    /** Text that holds a document is read as one, as Chaos Toolkit does. */
    private static Object document(Json json) {
        if (json instanceof Json.Str(String text) && text.stripLeading().matches("(?s)[{\\[].*")) {
            try {
                return new JsonSmartJsonProvider().parse(text);
            } catch (InvalidJsonException _) {
                return text;
            }
        }
        return plain(json);
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
