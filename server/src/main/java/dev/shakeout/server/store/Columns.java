package dev.shakeout.server.store;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Extent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How values stand in columns that both databases have. */
final class Columns {
    private Columns() {}

    static Instant moment(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Optional<Instant> maybeMoment(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** Empty for null, and for text without a letter. */
    static Optional<String> maybeText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
    }

    static Json.Obj object(ResultSet row, String column) throws SQLException {
        return object(row.getString(column));
    }

    static Json.Obj object(String written) {
        return JsonReader.read(written) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
    }

    static Map<String, String> texts(ResultSet row, String column) throws SQLException {
        var texts = new LinkedHashMap<String, String>();
        object(row, column).members().forEach((key, value) -> texts.put(key, value.text()));
        return texts;
    }

    /** The condition that an environment is one of these; {@link #bound} binds its names. */
    static String in(Extent extent, String column) {
        if (extent.isAll()) {
            return "1 = 1";
        }
        return extent.isNone()
                ? "1 = 0"
                : column + " IN (:" + String.join(", :", bound(extent).keySet()) + ")";
    }

    static Map<String, String> bound(Extent extent) {
        var names = new TreeMap<String, String>();
        extent.names().stream().sorted().forEach(name -> names.put("in_" + names.size(), name));
        return names;
    }

    static List<String> list(ResultSet row, String column) throws SQLException {
        return JsonReader.read(row.getString(column)) instanceof Json.Arr(var items)
                ? items.stream().map(Json::text).toList()
                : List.of();
    }

    /** In the order of the keys, so that equal maps are equal texts. */
    static String written(Map<String, String> texts) {
        var members = new TreeMap<String, Json>();
        texts.forEach((key, value) -> members.put(key, Json.of(value)));
        return new Json.Obj(members).compact();
    }

    static String written(Collection<String> texts) {
        return Json.of(texts.stream().map(Json::of).toList()).compact();
    }
}
