package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.chaostoolkit.Named;
import dev.shakeout.dialects.chaostoolkit.TypedArguments;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is protected: by kind, by a pattern of its name, by the criteria that its kind is found by. */
final class ProtectReader {
    private static final List<String> OWN_KEYS = List.of("kind", "name");

    private final Map<String, Descriptor> kinds;

    ProtectReader(Map<String, Descriptor> kinds) {
        this.kinds = kinds;
    }

    Optional<Rule.Protect> read(Tree item, Problems problems) {
        return Fields.of(item, "a protected target", problems).flatMap(this::read);
    }

    private Optional<Rule.Protect> read(Fields item) {
        if (item.tree().members().isEmpty()) {
            item.problems().at(item.position(), "say what is protected: a kind, a name, or both");
            return Optional.empty();
        }
        var kind = item.find("kind", Named.of("kind of target", kinds));
        if (kind.isEmpty() && item.find("kind").isPresent()) {
            return Optional.empty(); // its mistake is noted; without it no other key can be judged
        }
        var name = item.find("name", Name.TYPE).map(Glob::new);
        Arguments by = kind.map(ProtectReader::withoutName)
                .map(descriptor -> TypedArguments.read(item, descriptor, OWN_KEYS))
                .orElseGet(() -> {
                    item.allow(OWN_KEYS);
                    return Arguments.NONE;
                });
        return Optional.of(new Rule.Protect(kind.map(Descriptor::name), name, by, item.position()));
    }

    /** A name is a pattern here, whatever it is for a selector. */
    private static Descriptor withoutName(Descriptor kind) {
        return kind.with(kind.parameters().stream()
                .filter(parameter -> !parameter.name().equals("name"))
                .toList());
    }
}
