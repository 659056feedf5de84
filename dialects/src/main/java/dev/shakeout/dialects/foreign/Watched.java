package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a halt condition of ours watches.
 *
 * @param provider what is asked
 * @param judged where the tolerance stands: in the condition, or in the probe where the condition has none
 * @param limit how long a reading may take at most
 */
public record Watched(Sheet provider, Sheet judged, Duration limit) {
    private static final String PATH = Ours.GUARDS.path() + ".probe.";
    private static final Field PROBE = new Field(Ours.GUARDS.path() + ".probe", List.of());
    private static final Field TOLERANCE = new Field("tolerance", List.of());
    private static final Field INTERVAL = new Field("interval", List.of());
    private static final Field TIMEOUT = new Field("timeout", List.of());
    private static final Field PROVIDER = Field.kept(PATH + "provider", "what is asked");
    private static final Field CONTROLS =
            Field.notSupported(PATH + "controls", "no Python is called there; leave it out");
    private static final Field DRY = Field.kept(PATH + "dry", "nothing: it is asked")
            .or(new Fidelity.NotSupported("nothing is merely pretended there; leave it out"));
    /** A halt condition reads its probe in its own rhythm and judges each reading. */
    private static final List<Field> UNHEEDED = List.of(
            Field.kept(PATH + "type", "nothing: it is a probe"),
            Field.kept(PATH + "name", "nothing: the condition has a name"),
            Field.kept(PATH + "within", "nothing: a halt condition does not heed it here either"),
            Field.kept(PATH + "retry", "nothing: a halt condition does not heed it here either"),
            Field.kept(PATH + "background", "nothing: a halt condition does not heed it here either"),
            Field.kept(PATH + "pauses", "nothing: a halt condition does not heed it here either"),
            Field.kept(PATH + "timeout", "nothing: it is not heeded here either"));

    private static final Duration USUAL_LIMIT = Duration.ofSeconds(2);

    static List<Field> fields() {
        var fields = new ArrayList<>(UNHEEDED);
        fields.addAll(List.of(PROVIDER, CONTROLS, DRY));
        return fields;
    }

    /** Empty where the condition is an expression. */
    public static Optional<Watched> of(Sheet guard, Tree.Obj document) {
        return guard.look(PROBE).flatMap(written -> {
            Tree.Obj tree = written instanceof Tree.Obj own ? own : new Referable(document).named(written);
            Sheet probe = Ours.own(guard.recorder(), tree, PATH);
            UNHEEDED.forEach(probe::record);
            probe.record(CONTROLS);
            Ours.dry(probe, DRY);
            Sheet judged = guard.look(TOLERANCE).isPresent() ? guard : probe;
            probe.look(TOLERANCE);
            if (!(written instanceof Tree.Obj)) {
                probe.leaveAlone(); // the rest is told of where it stands, or heeded there only
            }
            return Ours.inner(probe, PROVIDER).map(provider -> new Watched(provider, judged, limit(guard)));
        });
    }

    /** As Guard.Pace has it. */
    private static Duration limit(Sheet guard) {
        Duration interval = guard.look(INTERVAL, Spans.TYPE).orElse(Duration.ofSeconds(1));
        return guard.look(TIMEOUT, Spans.TYPE).orElse(interval.compareTo(USUAL_LIMIT) > 0 ? interval : USUAL_LIMIT);
    }
}
