package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import java.util.List;

/**
 * A kind for which Shakeout has no fault: nothing in its spec is looked at.
 *
 * @param field the only one that is told of: spec
 */
record Unsupported(String name, Field field) implements Kind {
    Unsupported(String name, String why) {
        this(name, Field.notSupported("spec", why));
    }

    @Override
    public String introduction() {
        return "It is refused.";
    }

    @Override
    public List<Field> fields() {
        return List.of(field);
    }

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        spec.leave(field);
        return List.of();
    }
}
