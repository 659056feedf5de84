package dev.shakeout.dialects.foreign;

import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a custom resource says of itself beside its spec.
 *
 * @param namespace "" when it says none
 * @param tags its labels, as key=value
 */
public record Metadata(Optional<String> name, String namespace, List<String> tags) {
    /** How a version is taken that is known, or another one. */
    public static final Field API_VERSION = Field.kept("apiVersion", "how the file is recognised")
            .or(new Fidelity.NotSupported("only v1alpha1 is known"));

    public static final Field SPEC = Field.kept("spec", "the method");
    public static final Field STATUS =
            Field.kept("status", "nothing: it says what has become of the object, not what it asks for");

    private static final Field METADATA = Field.kept("metadata", "title");
    private static final Field NAME = Field.kept("metadata.name", "title, and the names of the activities");
    private static final Field GENERATED = Field.kept("metadata.generateName", "title, where there is no name");
    private static final Field LABELS = Field.kept("metadata.labels", "tags");
    private static final List<Field> BOOKKEEPING = Stream.of(
                    "uid",
                    "resourceVersion",
                    "generation",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "finalizers",
                    "ownerReferences",
                    "managedFields",
                    "selfLink")
            .map(key -> Field.kept("metadata." + key, "nothing: it is the API server's bookkeeping"))
            .toList();

    /**
     * What differs from one tool to another.
     *
     * @param annotations how they are taken, and how when one of them asks for something
     * @param asks whether one does
     */
    public record Terms(Field namespace, Field annotations, Predicate<Map<String, String>> asks) {
        /**
         * @param namespace what it is kept as
         * @param why what annotations ask for is not supported
         */
        public static Terms of(String namespace, String why, Predicate<Map<String, String>> asks) {
            return new Terms(
                    Field.kept("metadata.namespace", namespace),
                    Field.kept("metadata.annotations", "nothing: they say nothing of what is to be done")
                            .or(new Fidelity.NotSupported(why)),
                    asks);
        }

        /** In the order of a page. */
        public List<Field> fields() {
            var fields = new ArrayList<>(List.of(NAME, GENERATED, namespace, LABELS, annotations));
            fields.addAll(BOOKKEEPING);
            return fields;
        }
    }

    /** @param named told before what is read by the name */
    public static Metadata read(Sheet object, Terms terms, Consumer<Optional<String>> named) {
        Optional<Sheet> metadata = object.open(METADATA);
        Optional<String> name = metadata.flatMap(sheet -> sheet.take(NAME, Type.text())
                .or(() -> sheet.look(GENERATED, Type.text()))
                .filter(text -> !text.isBlank()));
        metadata.ifPresent(sheet -> sheet.record(GENERATED));
        String namespace = metadata.flatMap(sheet -> sheet.take(terms.namespace(), Type.text()))
                .orElse("");
        named.accept(name);
        List<String> tags =
                metadata.flatMap(sheet -> sheet.take(LABELS, Type.textMap())).orElse(Map.of()).entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList();
        metadata.ifPresent(sheet -> {
            sheet.take(
                    terms.annotations(),
                    Type.textMap(),
                    all -> terms.annotations().ways().get(terms.asks().test(all) ? 1 : 0));
            BOOKKEEPING.forEach(sheet::record);
        });
        return new Metadata(name, namespace, tags);
    }
}
