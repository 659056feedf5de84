package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One activity of ours on its way into another tool's format.
 *
 * @param provider whose keys are for the dialect
 * @param when from the beginning of the method
 */
public record Act(String name, Sheet activity, Sheet provider, When when) {
    private static final String PATH = "";
    private static final Field TYPE = Field.kept(PATH + "type", "what is done");
    private static final Field NAME = Field.kept(PATH + "name", "the name, as Kubernetes spells names");
    private static final Field BACKGROUND = Field.kept(PATH + "background", "when it begins and ends");
    static final Field PAUSES = Field.kept(PATH + "pauses", "when it begins, and when the next one does");
    private static final Field TIMEOUT = Field.kept(PATH + "timeout", "nothing: it is not heeded here either");
    private static final Field CONTROLS =
            Field.notSupported(PATH + "controls", "no Python is called there; leave it out");
    private static final Field DRY = Field.kept(PATH + "dry", "nothing: it is done")
            .or(new Fidelity.NotSupported("nothing is merely pretended there; leave it out"));
    private static final Field PROVIDER = Field.kept(PATH + "provider", "what is done");
    private static final Field PROVIDER_TYPE = Field.kept(PATH + "provider.type", "a fault is a fault, a probe a probe")
            .or(
                    new Fidelity.NotSupported(
                            "only faults change something there; do it by hand, before what is written is applied or after it"));
    public static final Field FAULT = new Field(PATH + "provider.fault", List.of());
    public static final Field TARGET = new Field(PATH + "provider.target", List.of());
    public static final Field ARGUMENTS = new Field(PATH + "provider.arguments", List.of());
    static final Field DURATION = Field.kept(PATH + "provider.duration", "how long it stays on")
            .or(new Fidelity.Kept("nothing: it is over at once, there too"))
            .or(new Fidelity.Approximated(
                    "it is not given: it stays on as long as the pauses and faults after it take"))
            .or(new Fidelity.NotSupported(
                    "it is not given, which means until the method ends, and that is at once; give it a duration"));

    /**
     * When it is done.
     *
     * @param lasts zero for what is over at once
     */
    public record When(Duration start, Duration lasts) {
        static final When ALWAYS = new When(Duration.ZERO, Duration.ZERO);

        public Duration end() {
            return start.plus(lasts);
        }
    }

    static List<Field> fields() {
        return List.of(TYPE, NAME, PROVIDER_TYPE, DURATION, BACKGROUND, PAUSES, TIMEOUT, CONTROLS, DRY);
    }

    static Act read(Tree.Obj tree, String path, Recorder recorder) {
        String name = Ours.text(tree, "name");
        recorder.of((Ours.text(tree, "type").equals("action") ? "action " : "probe ") + name);
        Sheet activity = Ours.own(recorder, tree, path);
        List.of(TYPE, NAME, BACKGROUND, TIMEOUT, CONTROLS).forEach(activity::record);
        if (path.startsWith("method")) {
            activity.record(PAUSES);
        }
        Ours.dry(activity, DRY);
        Sheet provider = Ours.inner(activity, PROVIDER)
                .orElseThrow(() -> new IllegalStateException(name + " has no provider and was read"));
        return new Act(name, activity, provider, When.ALWAYS);
    }

    public boolean isProbe() {
        return Ours.text(activity.tree(), "type").equals("probe");
    }

    /** The fault of ours; "" where it is none. */
    public String fault() {
        return Ours.text(provider.tree(), "type").equals("fault") ? Ours.text(provider.tree(), "fault") : "";
    }

    /** The kind of target of its fault; "" where it has none. */
    public String targetKind() {
        return provider.look(TARGET)
                .filter(Tree.Obj.class::isInstance)
                .map(target -> Ours.text((Tree.Obj) target, "kind"))
                .orElse("");
    }

    /**
     * Finds what the other tool has for its fault, and writes down whether there is any; where there is none, nothing else of it
     * is looked at.
     *
     * @param field of the fault, whose ways are that there is something and that there is nothing
     */
    public <M> Optional<M> matched(Field field, Function<Act, Optional<M>> find) {
        boolean fault = !fault().isEmpty();
        provider.record(PROVIDER_TYPE, PROVIDER_TYPE.ways().get(fault ? 0 : 1));
        Optional<M> match = fault ? find.apply(this) : Optional.empty();
        if (fault) {
            provider.record(field, field.ways().get(match.isPresent() ? 0 : 1));
        }
        if (match.isEmpty()) {
            provider.leaveAlone();
            activity.leaveAlone();
        }
        return match;
    }

    boolean inBackground() {
        return activity.look(BACKGROUND, Type.bool()).orElse(false);
    }

    Optional<Duration> duration() {
        return provider.look(DURATION, Spans.TYPE);
    }

    /** How long is waited before it. */
    public Duration pause() {
        return Acts.pause(this, "before");
    }

    /** How long is waited after it. */
    public Duration pauseAfter() {
        return Acts.pause(this, "after");
    }

    Act at(When other) {
        return new Act(name, activity, provider, other);
    }
}
