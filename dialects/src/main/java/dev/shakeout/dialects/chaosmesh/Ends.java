package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import java.time.Duration;
import java.util.Optional;

/** How long something is to last. */
final class Ends {
    private static final Fidelity OPEN =
            new Fidelity.Approximated("it is not given, which means until the object is deleted:"
                    + " here the fault stays on for 1 m, or as long as --open-end says");
    private static final Fidelity AT_ONCE = new Fidelity.Kept("nothing: it is over at once, in Chaos Mesh too");
    private static final Fidelity CHOSEN = new Fidelity.Kept("it is not given; duration is what --open-end says");
    static final Field DURATION =
            Field.kept("spec.duration", "duration").or(OPEN).or(CHOSEN).or(AT_ONCE);

    private Ends() {}

    /** Of a single object; in a workflow the deadline of its template says how long. */
    static void write(Sketch spec, Duration lasts) {
        spec.put(DURATION, GoDuration.ours(lasts));
    }

    /** Of what stays on until it is taken back. */
    static Optional<Duration> read(Sheet spec, Context context) {
        if (context.deadline().isPresent()) {
            if (spec.look(DURATION).isPresent()) {
                spec.wrong(DURATION, "in a workflow the deadline of the template says how long; leave 'duration' out");
            }
            return context.deadline().get().lasts().or(() -> open(spec, context));
        }
        if (spec.look(DURATION).isEmpty()) {
            return open(spec, context);
        }
        return spec.take(DURATION, GoDuration.TYPE);
    }

    private static Optional<Duration> open(Sheet spec, Context context) {
        spec.note(DURATION, context.choices().openEnd().isPresent() ? CHOSEN : OPEN);
        return Optional.of(context.choices().lastingOpenly());
    }

    /** Of what is done once. */
    static Optional<Duration> atOnce(Sheet spec) {
        spec.take(DURATION, GoDuration.TYPE, _ -> AT_ONCE);
        return Optional.empty();
    }
}
