package dev.shakeout.conformance.mutants;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A place in a tree that something can be put into. */
sealed interface Spot {
    JsonNode value();

    /** The key that it stands under; that of its list where it is an item. */
    String key();

    void put(JsonNode other);

    void remove();

    void rename(String other);

    /** A member of an object. */
    record Member(ObjectNode in, String key) implements Spot {
        @Override
        public JsonNode value() {
            return in.get(key);
        }

        @Override
        public void put(JsonNode other) {
            in.set(key, other);
        }

        @Override
        public void remove() {
            in.remove(key);
        }

        /** Where it stands. */
        @Override
        public void rename(String other) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            in.properties()
                    .forEach(entry ->
                            members.put(entry.getKey().equals(key) ? other : entry.getKey(), entry.getValue()));
            in.removeAll();
            in.setAll(members);
        }
    }

    /** An item of a list. */
    record Item(ArrayNode in, int index, String key) implements Spot {
        @Override
        public JsonNode value() {
            return in.get(index);
        }

        @Override
        public void put(JsonNode other) {
            in.set(index, other);
        }

        @Override
        public void remove() {
            in.remove(index);
        }

        @Override
        public void rename(String other) {
            in.set(index, other);
        }
    }

    /** Every one in a tree, outer ones first. */
    static List<Spot> in(JsonNode root) {
        var spots = new ArrayList<Spot>();
        gather(root, "", spots);
        return spots;
    }

    private static void gather(JsonNode node, String key, List<Spot> spots) {
        switch (node) {
            case ObjectNode object ->
                object.properties().forEach(member -> {
                    spots.add(new Member(object, member.getKey()));
                    gather(member.getValue(), member.getKey(), spots);
                });
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    spots.add(new Item(array, i, key));
                    gather(array.get(i), key, spots);
                }
            }
            default -> {}
        }
    }
}
