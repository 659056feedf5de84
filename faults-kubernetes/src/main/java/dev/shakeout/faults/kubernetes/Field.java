package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A part of an object that a fault sets. In a JSON Patch (RFC 6902) the API server compares and sets in one go, so what
 * somebody else has changed meanwhile is never overwritten: it is a three-way merge, part by part.
 */
sealed interface Field permits Field.Value, Field.OfEntry, Field.Item, AsideField, SharedField {
    /** Entries that others may have put into a list meanwhile, before ours. */
    int SPARE = 8;

    /** Operations that set it, if it is as it was. */
    List<Json> apply();

    /** The same, and what sets it where that does not, as it does not matter what others have changed meanwhile. */
    default List<List<Json>> ways() {
        return List.of(apply());
    }

    /** Operations that set it back, if it is as we have set it and nobody has moved it. */
    List<Json> undo();

    /** What is tried in turn when the object is no longer as we have left it. */
    List<Attempt> attempts();

    Json.Obj json();

    /**
     * One way to set back.
     *
     * @param question operations that fail when there is nothing of ours to set back by this attempt
     * @param last whether it is left until all others were tried twice, as it lets go of what they need
     */
    record Attempt(List<Json> operations, List<Json> question, boolean last) {
        public Attempt {
            operations = List.copyOf(operations);
            question = List.copyOf(question);
        }

        Attempt(List<Json> operations, List<Json> question) {
            this(operations, question, false);
        }

        Attempt atLast() {
            return new Attempt(operations, question, true);
        }
    }

    /** A pointer to what these keys lead to. */
    static String pointer(String... keys) {
        return Stream.of(keys)
                .map(key -> "/" + key.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    /** A field of this object; objects above it that are not there are made, and taken away with it. */
    static Field of(Resource object, Json ours, String... keys) {
        return Value.in(object.body(), "", ours, List.of(keys));
    }

    static Field of(Json json) {
        String path = Resource.text(json, "path");
        Optional<Json> before = Resource.at(json, "before");
        Optional<Json> ours = Resource.at(json, "ours");
        int place = Resource.at(json, "place")
                .map(Json::text)
                .map(Integer::parseInt)
                .orElse(0);
        if (Resource.at(json, "aside").isPresent()) {
            return new AsideField(path, Resource.text(json, "aside"), ours);
        }
        if (Resource.at(json, "entry").isPresent()) {
            String list = Resource.text(json, "list");
            var field = new OfEntry(list, Resource.text(json, "entry"), place, new Value(path, before, ours));
            return Resource.at(json, "marks").isEmpty()
                    ? field
                    : new SharedField(
                            field,
                            Resource.text(json, "marks"),
                            Resource.text(json, "own"),
                            Resource.text(json, "holder"));
        }
        return Resource.at(json, "item").isPresent()
                ? new Item(path, place, Resource.at(json, "item").get())
                : new Value(path, before, ours);
    }

    /** What is not there is equal to null. */
    static Json expect(String pointer, Optional<Json> value) {
        return operation("test", pointer, value.orElse(Json.Null.NULL));
    }

    static Json operation(String name, String pointer, Json value) {
        return Json.object("op", name, "path", pointer, "value", value);
    }

    static Json remove(String pointer) {
        return Json.object("op", "remove", "path", pointer);
    }

    static Json.Obj json(String pointer, Optional<Json> before, Optional<Json> ours) {
        return Json.object(
                "path", pointer, "before", before.orElse(Json.Null.NULL), "ours", ours.orElse(Json.Null.NULL));
    }

    private static List<Attempt> everywhere(int place, IntFunction<Attempt> there) {
        return IntStream.rangeClosed(0, place + SPARE).mapToObj(there).toList();
    }

    /**
     * A field.
     *
     * @param pointer where it stands (RFC 6901): /spec/replicas
     * @param before what it was; empty when it was not there
     * @param ours what the fault sets; empty when the fault takes it away
     */
    record Value(String pointer, Optional<Json> before, Optional<Json> ours) implements Field {
        /** @param above pointer to what the keys begin in */
        static Value in(Json object, String above, Json ours, List<String> keys) {
            int there = 0;
            Optional<Json> found = Optional.of(object);
            while (there < keys.size() && found.isPresent()) {
                found = Resource.at(found.get(), keys.get(there++));
            }
            Json value = ours;
            for (String key : keys.subList(there, keys.size()).reversed()) {
                value = Json.object(key, value);
            }
            String pointer = Field.pointer(keys.subList(0, there).toArray(String[]::new));
            return new Value(above + pointer, found, Optional.of(value));
        }

        @Override
        public List<Json> apply() {
            return operations(before, ours);
        }

        @Override
        public List<Json> undo() {
            return operations(ours, before);
        }

        @Override
        public List<Attempt> attempts() {
            return List.of(new Attempt(undo(), List.of(expect(pointer, ours))));
        }

        private List<Json> operations(Optional<Json> from, Optional<Json> to) {
            var operations = new ArrayList<>(List.of(expect(pointer, from)));
            if (to.isPresent()) {
                operations.add(operation(from.isPresent() ? "replace" : "add", pointer, to.get()));
            } else if (from.isPresent()) {
                operations.add(remove(pointer));
            }
            return operations;
        }

        @Override
        public Json.Obj json() {
            return Field.json(pointer, before, ours);
        }
    }

    /**
     * A field of the entry of a list that has this name, as containers have; others may add entries before it.
     *
     * @param list pointer to the list
     * @param place where the entry stands in it
     * @param value its pointer begins in the entry
     */
    record OfEntry(String list, String name, int place, Value value) implements Field {
        /** @param entry as it is now */
        static OfEntry in(Json entry, int place, Json ours, List<String> list, String... keys) {
            return new OfEntry(
                    Field.pointer(list.toArray(String[]::new)),
                    Resource.text(entry, "name"),
                    place,
                    Value.in(entry, "", ours, List.of(keys)));
        }

        private Value at(int anyPlace) {
            return new Value(list + "/" + anyPlace + value.pointer(), value.before(), value.ours());
        }

        List<Json> named(int anyPlace, List<Json> operations) {
            var named = new ArrayList<>(List.of(expect(list + "/" + anyPlace + "/name", Optional.of(Json.of(name)))));
            named.addAll(operations);
            return named;
        }

        @Override
        public List<Json> apply() {
            return named(place, at(place).apply());
        }

        @Override
        public List<Json> undo() {
            return named(place, at(place).undo());
        }

        @Override
        public List<Attempt> attempts() {
            return everywhere(
                    place,
                    there -> new Attempt(named(there, at(there).undo()), named(there, List.of(expectOurs(there)))));
        }

        Json expectOurs(int anyPlace) {
            return expect(at(anyPlace).pointer(), value.ours());
        }

        @Override
        public Json.Obj json() {
            return value.json()
                    .with("list", Json.of(list))
                    .with("entry", Json.of(name))
                    .with("place", Json.of(place));
        }
    }

    /**
     * An entry without a name that is put at the end of a list; the others are kept.
     *
     * @param list pointer to the list
     * @param place how many there were when this was planned; when there were none, there was no list
     */
    record Item(String list, int place, Json item) implements Field {
        @Override
        public List<Json> apply() {
            return place == 0 ? asTheOnlyOne() : asTheLast();
        }

        @Override
        public List<List<Json>> ways() {
            return List.of(apply(), place == 0 ? asTheLast() : asTheOnlyOne());
        }

        private List<Json> asTheOnlyOne() {
            return List.of(expect(list, Optional.empty()), operation("add", list, Json.of(List.of(item))));
        }

        private List<Json> asTheLast() {
            return List.of(operation("add", list + "/-", item));
        }

        @Override
        public List<Json> undo() {
            return without(place).operations();
        }

        @Override
        public List<Attempt> attempts() {
            return everywhere(place, this::without);
        }

        private Attempt without(int there) {
            String pointer = list + "/" + there;
            Json isOurs = expect(pointer, Optional.of(item));
            return new Attempt(List.of(isOurs, remove(pointer)), List.of(isOurs));
        }

        @Override
        public Json.Obj json() {
            return Json.object("path", list, "place", place, "item", item);
        }
    }
}
