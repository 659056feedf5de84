package dev.shakeout.dialects;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a file or a folder is; it need not be there.
 *
 * @param allowed what it is the path of, as the end of the sentence "must be …"
 */
public record FilePath(String allowed) implements Type<Path> {
    @Override
    public String name() {
        return "path";
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
