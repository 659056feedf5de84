package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import java.util.List;
import java.util.Optional;

/** What one type of probe asks for. */
interface ProbeInputs {
    /** As in {@code type}: httpProbe. */
    String type();

    /** What it becomes, in a sentence for its page. */
    String introduction();

    /** Where it stands: httpProbe/inputs. */
    Field field();

    List<Field> fields();

    /** @return empty when it cannot be read, which is noted */
    Optional<Reading> read(Sheet inputs, RunProperties properties, Around around);

    /**
     * What stands around the inputs of a probe.
     *
     * @param data manifest of an object, as text
     * @param namespace of the engine; "" when it says none
     * @param account of service, by which Litmus works; "" when none is said
     */
    record Around(Optional<Check.Mode> mode, Optional<Tree> data, String namespace, String account) {}

    /** A provider and a tolerance of ours, and what changes by it. */
    record Reading(Tree.Obj provider, Tree tolerance, Changes changes) {
        Reading(Tree.Obj provider, Tree tolerance) {
            this(provider, tolerance, Changes.NOTHING);
        }
    }

    /** {@code httpProbe/inputs} of a probe. */
    static Field inputs(String type) {
        return Field.kept(Probes.PATH + type + "/inputs", "the provider");
    }

    static String path(String type, String key) {
        return Probes.PATH + type + "/inputs." + key;
    }
}
