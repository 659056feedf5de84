package dev.shakeout.dialects.cel;

import dev.shakeout.model.Nearest;
import dev.shakeout.model.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds the names and fields that an expression names against those that there are.
 *
 * @param outputs by the name of the probe or the activity
 * @param places of the nodes in the text, in code points from 0
 */
record References(Subject subject, Map<String, List<Output>> outputs, String text, Map<Long, Integer> places) {

    List<String> mistakes(List<Reference> references) {
        return references.stream()
                .flatMap(reference -> mistake(reference).stream()
                        .map(words -> words + Complaint.at(text, places.getOrDefault(reference.id(), 0))))
                .distinct()
                .toList();
    }

    private Optional<String> mistake(Reference reference) {
        if (reference.probe().isEmpty()) {
            return Optional.of(subject.named() + " is named by a text, as in " + subject.all() + "['NAME']");
        }
        String probe = reference.probe().get();
        List<Output> own = outputs.get(probe);
        if (own == null) {
            return Optional.of(
                    "no " + subject.one() + " is named '" + probe + "'" + Nearest.suggestion(probe, outputs.keySet())
                            + (outputs.isEmpty() ? "" : " (there is: " + String.join(", ", outputs.keySet()) + ")"));
        }
        List<String> fields = Stream.concat(own.stream(), subject.common().stream())
                .map(Output::name)
                .distinct()
                .toList();
        return reference
                .field()
                .filter(field -> !fields.contains(field))
                .map(field -> "'" + probe + "' has no '" + field + "'" + Nearest.suggestion(field, fields)
                        + " (it has: " + String.join(", ", fields) + ")");
    }
}
