package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which resource keeps replicas of pods, in the words of a file: one that everybody has, or PLURAL.GROUP or
 * PLURAL.VERSION.GROUP as kubectl takes it, of anything with a scale.
 */
record WorkloadType(String word) {
    private static final Map<String, ResourceType> WORDS = words();
    /** A version is told from a group by its form (https://kubernetes.io/docs/reference/using-api/#api-versioning). */
    private static final Pattern FULL =
            Pattern.compile("([a-z][a-z0-9-]*)(?:\\.(v[0-9]+(?:(?:alpha|beta)[0-9]+)?))?\\.([a-z][a-z0-9.-]*)");

    static final Type<String> TYPE = new Type<>() {
        @Override
        public String name() {
            return "text";
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", WORDS.keySet())
                    + ", or PLURAL.GROUP of anything with a scale, such as shops.example.com";
        }

        @Override
        public String parse(Json json) {
            String text = Type.text().parse(json);
            if (WORDS.containsKey(text) || FULL.matcher(text).matches()) {
                return text;
            }
            throw new BadValue(
                    "'" + text + "' is not " + allowed() + Nearest.suggestion(text, List.copyOf(WORDS.keySet())));
        }

        @Override
        public Json.Obj schema() {
            return Json.object(
                    "type",
                    "string",
                    "pattern",
                    "^(?:" + String.join("|", WORDS.keySet()) + "|" + FULL + ")$",
                    "examples",
                    Json.of(List.of(Json.of("deployment"), Json.of("shops.example.com"))));
        }
    };

    private static Map<String, ResourceType> words() {
        var words = new TreeMap<>(Workload.TYPES);
        words.put("replicaset", ResourceType.REPLICA_SET);
        words.put("replicationcontroller", ResourceType.REPLICATION_CONTROLLER);
        return words;
    }

    /** As far as it is known without a cluster. */
    ResourceType unread() {
        return Optional.ofNullable(WORDS.get(word)).orElseGet(() -> {
            Matcher parts = parts();
            return ResourceType.unread(parts.group(1), parts.group(3));
        });
    }

    /** @throws IOException the cluster has no such resource, or none with a scale, or cannot be asked */
    ResourceType in(Cluster cluster) throws IOException {
        ResourceType known = WORDS.get(word);
        if (known != null) {
            return known;
        }
        Matcher parts = parts();
        return Discovery.scalable(parts.group(1), Optional.ofNullable(parts.group(2)), parts.group(3), cluster);
    }

    private Matcher parts() {
        Matcher parts = FULL.matcher(word);
        if (!parts.matches()) {
            throw new BadValue("'" + word + "' is not " + TYPE.allowed());
        }
        return parts;
    }
}
