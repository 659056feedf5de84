package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import java.util.List;

/** One kind of chaos: what its {@code spec} says. */
interface Kind {
    /** As in {@code kind}: NetworkChaos. */
    String name();

    /** What it becomes, in a sentence or two for its page. */
    String introduction();

    /** All that can be in it, whose paths begin with spec. */
    List<Field> fields();

    /** The faults of ours that are written as this kind. */
    default List<Origin> origins() {
        return List.of();
    }

    /** What is to be done; what cannot be is written down by the sheet. */
    List<Hit> read(Sheet spec, Context context);
}
