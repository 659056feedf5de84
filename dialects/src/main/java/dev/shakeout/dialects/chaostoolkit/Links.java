package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.FilePath;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Parameter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code links}: {name: control folder} or {name: {control: folder}}; placeholders are filled already. */
final class Links {
    static final Parameter<Path> CONTROL = Parameter.required(
            "control",
            new FilePath("the path of the proxy's control folder"),
            "The control folder of the proxy on the link.");
    static final List<String> KEYS = List.of("control");

    private Links() {}

    static Map<String, Path> read(Fields links) {
        var paths = new LinkedHashMap<String, Path>();
        links.tree().members().forEach((name, member) -> {
            if (name.isBlank()) {
                links.problems().at(member.position(), "a link needs a name: that of the service behind it");
            }
            control(name, member.value(), links).ifPresent(path -> paths.put(name, path));
        });
        return paths;
    }

    private static Optional<Path> control(String name, Tree value, Fields links) {
        if (value instanceof Tree.Scalar) {
            return links.problems().parse(value, CONTROL.type(), "link '" + name + "'");
        }
        return Fields.of(value, "link '" + name + "'", links.problems())
                .flatMap(fields -> fields.allow(KEYS).require(CONTROL));
    }
}
