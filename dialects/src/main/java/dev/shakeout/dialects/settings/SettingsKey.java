package dev.shakeout.dialects.settings;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value stands in the settings, as chaoslib/settings.py (locate_settings_entry) reads it: names with dots
 * between them, a dot in a name after a backslash, an index in brackets at a name's end: {@code auths.example\.com.type},
 * {@code notifications[0].url}.
 */
public final class SettingsKey {
    private static final Pattern DOT = Pattern.compile("(?<!\\\\)\\.");
    private static final Pattern INDEX = Pattern.compile("\\[([0-9]*)]$");
    private static final int NO_INDEX = -1;
    private static final int NOWHERE = Integer.MAX_VALUE;

    private final List<Part> parts;

    private record Part(String name, int index) {
        static Part of(String written) {
            String plain = written.replace("\\", "");
            Matcher bracket = INDEX.matcher(plain);
            return bracket.find()
                    ? new Part(plain.substring(0, bracket.start()), index(bracket.group(1)))
                    : new Part(plain, NO_INDEX);
        }

        private static int index(String digits) {
            return digits.isEmpty() || digits.length() > 9 ? NOWHERE : Integer.parseInt(digits);
        }
    }

    private SettingsKey(List<Part> parts) {
        this.parts = parts;
    }

    public static SettingsKey of(String written) {
        return new SettingsKey(
                Arrays.stream(DOT.split(written, -1)).map(Part::of).toList());
    }

    /** The value that stands there. */
    public Optional<Json> find(Json settings) {
        Optional<Json> found = Optional.of(settings);
        for (Part part : parts) {
            found = found.flatMap(in -> member(in, part.name())).flatMap(in -> item(in, part.index()));
        }
        return found;
    }

    private static Optional<Json> member(Json in, String name) {
        return in instanceof Json.Obj object ? object.get(name) : Optional.empty();
    }

    private static Optional<Json> item(Json in, int index) {
        if (index == NO_INDEX) {
            return Optional.of(in);
        }
        return switch (in) {
            case Json.Arr(var items) when index < items.size() -> Optional.of(items.get(index));
            case Json.Str(String text)
            when index < text.length() -> Optional.of(Json.of(text.substring(index, index + 1)));
            default -> Optional.empty();
        };
    }

    /** The settings with another value there; empty when nothing stands there yet. */
    public Optional<Json> set(Json settings, Json value) {
        return find(settings).flatMap(_ -> changed(settings, 0, Optional.of(value)));
    }

    /** The settings without what stands there; empty when nothing does. */
    public Optional<Json> remove(Json settings) {
        return find(settings).flatMap(_ -> changed(settings, 0, Optional.empty()));
    }

    /** @param value empty to remove what is there */
    private Optional<Json> changed(Json in, int depth, Optional<Json> value) {
        Part part = parts.get(depth);
        boolean last = depth == parts.size() - 1;
        if (!(in instanceof Json.Obj object)) {
            return Optional.empty();
        }
        Optional<Json> found = object.get(part.name());
        if (part.index() != NO_INDEX) {
            return found.flatMap(list -> item(list, part.index())
                            .flatMap(item -> last
                                    ? withItem(list, part.index(), value)
                                    : changed(item, depth + 1, value)
                                            .flatMap(inner -> withItem(list, part.index(), Optional.of(inner)))))
                    .map(list -> object.with(part.name(), list));
        }
        return last
                ? Optional.of(withMember(object, part.name(), value))
                : found.flatMap(inner -> changed(inner, depth + 1, value))
                        .map(inner -> object.with(part.name(), inner));
    }

    private static Json withMember(Json.Obj object, String name, Optional<Json> value) {
        var members = new LinkedHashMap<>(object.members());
        value.ifPresentOrElse(given -> members.put(name, given), () -> members.remove(name));
        return new Json.Obj(members);
    }

    /** Empty for what is no list: the letters of a text can be looked at only. */
    private static Optional<Json> withItem(Json list, int index, Optional<Json> value) {
        if (!(list instanceof Json.Arr(var items))) {
            return Optional.empty();
        }
        var changed = new ArrayList<>(items);
        value.ifPresentOrElse(given -> changed.set(index, given), () -> changed.remove(index));
        return Optional.of(Json.of(changed));
    }
}
