package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code links}: {name: control folder} or {name: {control: folder}}; placeholders are filled already. */
final class Links {
    static final Parameter<Path> CONTROL =
            Parameter.required("control", new PathType(), "The control folder of the proxy on the link.");
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

    private record PathType() implements Type<Path> {
        @Override
        public String name() {
            return "path";
        }

        @Override
        public String allowed() {
            return "the path of the proxy's control folder";
        }

        @Override
        public Json.Obj schema() {
            return Name.TYPE.schema();
        }

        @Override
        public Path parse(Json json) {
            try {
                return Path.of(Name.TYPE.parse(json));
            } catch (InvalidPathException e) {
                throw new BadValue("'" + json.text() + "' is not a path: " + e.getReason());
            }
        }
    }
}
