package dev.shakeout.dialects;

import dev.shakeout.model.Json;
import dev.shakeout.model.Members;
import dev.shakeout.model.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A JSON or YAML document in which every key and every value knows where it stands. */
public sealed interface Tree {
    Position position();

    /** The same value without places. */
    Json json();

    /**
     * Keys in the order of the file.
     *
     * @param json what the members are without their places; kept, as every activity is asked for it, and the file too
     */
    record Obj(Position position, Map<String, Member> members, Json.Obj json) implements Tree {
        public Obj {
            members = Members.copyOf(members);
        }

        public Obj(Position position, Map<String, Member> members) {
            this(position, Members.copyOf(members));
        }

        private Obj(Position position, Members<Member> members) {
            this(
                    position,
                    members,
                    new Json.Obj(members.mapped(member -> member.value().json())));
        }

        /** The same object with other values in the places of its own. */
        public Obj with(UnaryOperator<Tree> to) {
            return new Obj(
                    position,
                    Members.<Member>copyOf(members)
                            .mapped(member -> new Member(member.position(), to.apply(member.value()))));
        }

        /** The same by the keys too. */
        public Obj with(BiFunction<String, Tree, Tree> to) {
            var changed = new LinkedHashMap<String, Member>();
            members.forEach((key, member) ->
                    changed.put(key, new Member(member.position(), to.apply(key, member.value()))));
            return new Obj(position, changed);
        }

        public Optional<Member> get(String key) {
            return Optional.ofNullable(members.get(key));
        }
    }

    record Arr(Position position, List<Tree> items, Json.Arr json) implements Tree {
        public Arr {
            items = List.copyOf(items);
        }

        public Arr(Position position, List<Tree> items) {
            this(position, items, new Json.Arr(items.stream().map(Tree::json).toList()));
        }
    }

    /**
     * @param value text, a number, true, false or null
     */
    record Scalar(Position position, Json value) implements Tree {
        @Override
        public Json json() {
            return value;
        }
    }

    /**
     * @param position of the key
     */
    record Member(Position position, Tree value) {}

    /** A value that stands at one place as a whole, such as what a placeholder was replaced by. */
    static Tree at(Position position, Json json) {
        return switch (json) {
            case Json.Obj(var members) -> {
                var located = new LinkedHashMap<String, Member>();
                members.forEach((key, value) -> located.put(key, new Member(position, at(position, value))));
                yield new Obj(position, located);
            }
            case Json.Arr(var items) -> {
                var located = new ArrayList<Tree>();
                items.forEach(item -> located.add(at(position, item)));
                yield new Arr(position, located);
            }
            default -> new Scalar(position, json);
        };
    }

    /** What an object says is its type; empty where nothing does. */
    default String type() {
        return this instanceof Obj object
                ? object.get("type").map(member -> member.value().json().text()).orElse("")
                : "";
    }

    /** Nothing was written here, or null was. */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.value() == Json.Null.NULL;
    }
}
