package dev.shakeout.conformance;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The cases in which shakeout is meant to differ, each with the reason.
 *
 * @param listed an object of names and reasons
 */
record Differences(JsonNode listed) {
    static Differences meant() {
        return read(Corpus.resources().resolve("differences.yaml"));
    }

    static Differences read(Path file) {
        return new Differences(Trees.yaml(file));
    }

    Optional<String> reason(Case given) {
        return Optional.ofNullable(listed.get(given.name())).map(JsonNode::asString);
    }

    Set<String> names() {
        return new TreeSet<>(listed.propertyNames());
    }
}
