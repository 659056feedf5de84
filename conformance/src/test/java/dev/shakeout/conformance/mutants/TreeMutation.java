package dev.shakeout.conformance.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What can be wrong with a document that is well formed. Each changes one spot of a tree. */
enum TreeMutation {
    REMOVE {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            spot.remove();
        }
    },
    RENAME {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            spot.rename(named(spot.key(), pool, random));
        }
    },
    OTHER_TYPE {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            String text = spot.value().isContainer()
                    ? spot.value().toString()
                    : spot.value().asString();
            spot.put(
                    switch (random.nextInt(6)) {
                        case 0 -> NODES.stringNode(text);
                        case 1 -> NODES.booleanNode(random.nextBoolean());
                        case 2 -> NODES.numberNode(random.nextInt(1000) - 100);
                        case 3 -> NODES.numberNode(random.nextDouble() * 1e6);
                        case 4 -> NODES.arrayNode().add(spot.value());
                        default -> {
                            var object = NODES.objectNode();
                            object.set("type", spot.value());
                            yield object;
                        }
                    });
        }
    },
    NOTHING {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            spot.put(
                    switch (random.nextInt(4)) {
                        case 0 -> NODES.nullNode();
                        case 1 -> NODES.stringNode("");
                        case 2 -> NODES.arrayNode();
                        default -> NODES.objectNode();
                    });
        }
    },
    ODD_WORD {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            spot.put(NODES.stringNode(OddWords.value(random)));
        }
    },
    OTHER_WORD {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            spot.put(NODES.stringNode(
                    named(spot.value().isString() ? spot.value().asString() : "x", pool, random)));
        }
    },
    OTHER_VALUE {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            spot.put(pool.value(random));
        }
    },
    VALUE_OF_THAT_KEY {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            spot.put(pool.valueOf(spot.key(), random));
        }
    },
    NEST {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            int levels = random.nextInt(10) == 0 ? 200 : 1 + random.nextInt(3);
            JsonNode value = spot.value();
            for (int i = 0; i < levels; i++) {
                if (random.nextBoolean()) {
                    value = NODES.arrayNode().add(value);
                } else {
                    ObjectNode around = NODES.objectNode();
                    around.set(pool.key(random), value);
                    value = around;
                }
            }
            spot.put(value);
        }
    },
    UNNEST {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            List<JsonNode> inner = spot.value().valueStream().toList();
            if (!inner.isEmpty()) {
                spot.put(inner.get(random.nextInt(inner.size())));
            }
        }
    },
    ADD {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            switch (spot.value()) {
                case ObjectNode object -> {
                    String key = pool.key(random);
                    object.set(key, pool.valueOf(key, random));
                }
                case ArrayNode array -> array.insert(random.nextInt(array.size() + 1), pool.value(random));
                default -> spot.put(NODES.arrayNode().add(spot.value()).add(spot.value()));
            }
        }
    },
    REPEAT {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            if (spot.value() instanceof ArrayNode array && !array.isEmpty()) {
                var items = new ArrayList<>(array.valueStream().toList());
                int times = random.nextInt(20) == 0 ? 300 : 1;
                for (int i = 0; i < times; i++) {
                    array.add(items.get(random.nextInt(items.size())));
                }
            }
        }
    },
    NUMBER {
        @Override
        void at(Spot spot, Pool pool, Random random) {
            List<String> numbers = List.of(
                    "0", "-1", "1e308", "1e-320", "9223372036854775808", "-2147483649", "0.1", "3e2", "1E+2000");
            spot.put(NODES.numberNode(new java.math.BigDecimal(numbers.get(random.nextInt(numbers.size())))));
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    abstract void at(Spot spot, Pool pool, Random random);

    /** Another one that is known, or this one mistyped. */
    private static String named(String name, Pool pool, Random random) {
        if (name.isEmpty() || random.nextInt(3) == 0) {
            return pool.key(random);
        }
        int at = random.nextInt(name.length());
        return switch (random.nextInt(4)) {
            case 0 -> name.substring(0, at) + name.substring(at + 1);
            case 1 -> name.toUpperCase(java.util.Locale.ROOT);
            case 2 -> name + " ";
            default -> name.substring(0, at) + OddWords.bit(random) + name.substring(at);
        };
    }
}
