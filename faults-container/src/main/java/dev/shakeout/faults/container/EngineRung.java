package dev.shakeout.faults.container;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rung of every fault that a container's engine is asked for.
 *
 * @param inverse how it is taken back, in words
 */
record EngineRung(String inverse, Objection objection, Preparation preparation) implements Rung {
    /** Why it would not do for this container. */
    interface Objection {
        Optional<String> to(Container container, Arguments arguments);
    }

    /** What the engine is asked for. */
    interface Preparation {
        Prepared on(Container container, Target target, Arguments arguments, Machine machine);
    }

    @Override
    public String name() {
        return "container engine";
    }

    @Override
    public String needs() {
        return "access to the socket of Docker or Podman; curl, socat or python3";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return EngineCall.missing(machine);
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        try {
            return objection.to(read(target), arguments);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        try {
            return preparation.on(read(target), target, arguments, machine);
        } catch (IOException e) {
            return Prepared.of(
                    List.of(Step.doomed(target, String.valueOf(e.getMessage()))),
                    new State(target, "whether " + target + " is there", _ -> false, Container::status));
        }
    }

    static Container read(Target target) throws IOException {
        return Container.read(new ContainerEngine(Path.of(target.detail("engine"))), target.id());
    }

    /** One step by the engine. $1 is the container's id in both scripts. */
    static Step step(String what, Container container, String script, String undo, String... more) {
        var arguments = new ArrayList<>(List.of(container.id()));
        arguments.addAll(List.of(more));
        Inverse inverse = EngineCall.inverse(container.engine(), undo, arguments);
        return Step.command(what, EngineCall.command(container.engine(), script, arguments), inverse);
    }

    /**
     * Value 1 while the engine says so.
     *
     * @param holds what is so while the fault is on
     * @param words of a container
     */
    record State(Target target, String what, Predicate<Container> holds, Words words) implements Effect {
        /** How a container is, in words. */
        interface Words {
            String of(Container container);
        }

        @Override
        public Reading read() throws IOException {
            Container container = EngineRung.read(target);
            return new Reading(holds.test(container) ? 1 : 0, "", target + " " + words.of(container));
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() == 0 && on.value() == 1;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == 0;
        }
    }
}
