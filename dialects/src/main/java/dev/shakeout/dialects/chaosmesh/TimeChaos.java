package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;

/** A wrong time for the processes of a pod. */
final class TimeChaos implements Kind {
    private static final Field OFFSET = Field.approximated(
            "spec.timeOffset",
            "offset of time/skew, which works on processes that were started with libfaketime; Chaos Mesh changes any");
    private static final Field CLOCKS = Field.kept("spec.clockIds", "nothing: CLOCK_REALTIME is what time/skew changes")
            .or(new Fidelity.NotSupported("time/skew changes CLOCK_REALTIME and no other clock"));

    @Override
    public String name() {
        return "TimeChaos";
    }

    @Override
    public String introduction() {
        return "It is `time/skew`.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(Selection.fields());
        fields.addAll(List.of(Containers.NAMES_OR_FIRST, OFFSET, CLOCKS));
        return fields;
    }

    @Override
    public List<Origin> origins() {
        return List.of(Origin.of("time/skew").put("offset", OFFSET, Form.always(SignedSpan::theirs)));
    }

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        var selection = Selection.read(spec, context);
        Draft arguments = Draft.at(spec.position());
        spec.require(OFFSET, GoDuration.SIGNED)
                .ifPresent(offset -> arguments.put("offset", spec.positionOf(OFFSET), SignedSpan.ours(offset)));
        spec.take(
                CLOCKS,
                Type.texts(),
                clocks -> CLOCKS.ways().get(clocks.stream().allMatch("CLOCK_REALTIME"::equals) ? 0 : 1));
        return Containers.in(
                spec,
                selection.hits(List.of(_ -> Hit.Call.of("time/skew", arguments)), Ends.read(spec, context)),
                Containers.NAMES_OR_FIRST);
    }
}
