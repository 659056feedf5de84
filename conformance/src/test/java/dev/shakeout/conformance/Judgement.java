package dev.shakeout.conformance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Whether two outcomes of a case agree.
 *
 * @param differences where they do not
 */
record Judgement(Case given, List<Difference> differences) {
    static Judgement of(Case given, JsonNode expected, JsonNode actual) {
        return new Judgement(given, Journals.differences(expected, actual));
    }

    boolean agrees() {
        return differences.isEmpty();
    }

    /**
     * What is wrong, path by path; nothing when both agree, or are known to differ and do.
     *
     * @param reason why they are meant to differ
     */
    Optional<String> complaint(Optional<String> reason) {
        if (agrees() && reason.isPresent()) {
            return Optional.of(given + " agrees now; take it out of the list that says: " + reason.get());
        }
        return agrees() || reason.isPresent() ? Optional.empty() : Optional.of(told());
    }

    String told() {
        return given + " (" + given.covers() + ")\n"
                + differences.stream().map(Difference::toString).collect(Collectors.joining("\n"));
    }
}
