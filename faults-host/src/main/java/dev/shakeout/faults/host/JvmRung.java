package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An agent in the JVM itself, which the JDK's attach API brings there while it runs.
 *
 * @param inverse how it is taken back, in words
 * @param objection what speaks against these arguments
 * @param order what the agent is told, KEY=VALUE each
 * @param words for the step
 * @param effect how it is measured
 * @param notes for a person
 */
record JvmRung(
        String inverse,
        Function<Arguments, Optional<String>> objection,
        Function<Arguments, List<String>> order,
        Function<Arguments, String> words,
        Measure effect,
        List<String> notes)
        implements Rung {
    /** For arguments that nothing speaks against. */
    JvmRung(
            String inverse,
            Function<Arguments, List<String>> order,
            Function<Arguments, String> words,
            Measure effect,
            List<String> notes) {
        this(inverse, _ -> Optional.empty(), order, words, effect, notes);
    }

    static final String WARNING = "a JVM from Java 21 on warns on its standard error that an agent was loaded";

    /** What is measured by what the agent says. */
    interface Measure {
        Effect of(JvmFolder folder, Arguments arguments);
    }

    @Override
    public String name() {
        return "agent in the JVM";
    }

    @Override
    public String needs() {
        return "a JVM of the HotSpot kind, from Java 8 on, that can be attached to; root, or the same user";
    }

    /** To look at its files, to make some there for its user, and to send it a signal. */
    @Override
    public Optional<Set<String>> capabilities() {
        return Optional.of(Set.of("SYS_PTRACE", "DAC_OVERRIDE", "CHOWN", "FOWNER", "KILL"));
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return ModuleLayer.boot().findModule("jdk.attach").isPresent()
                ? Optional.empty()
                : Optional.of("the Java that runs Shakeout has no module jdk.attach; use a JDK");
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return objection.apply(arguments).or(() -> JvmFacts.refusal(JvmFacts.within(target, machine), machine));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var folder = JvmFolder.of(JvmFacts.within(target, machine), machine);
        return new Prepared(
                List.of(folder.make(), folder.enter(words.apply(arguments), order.apply(arguments))),
                effect.of(folder, arguments),
                notes);
    }
}
