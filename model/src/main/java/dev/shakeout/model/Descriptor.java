package dev.shakeout.model;

import java.util.List;
import java.util.Set;

/**
 * What there is to know of a fault, a probe or a kind of target without using it: validation, help, completion and the
 * docs are made from this.
 *
 * @param summary one sentence that starts with a verb
 * @param outputs what a probe reads; empty for what reads nothing
 * @param surroundings what of {@link Surroundings} it is given besides its parameters
 * @param targets kinds of target that a fault can hit; empty for what hits nothing
 */
public record Descriptor(
        String name,
        String summary,
        List<Parameter<?>> parameters,
        List<Output> outputs,
        List<Parameter<?>> surroundings,
        Set<String> targets) {
    public Descriptor {
        parameters = List.copyOf(parameters);
        outputs = List.copyOf(outputs);
        surroundings = List.copyOf(surroundings);
        targets = Set.copyOf(targets);
    }

    public static Descriptor of(String name, String summary, Parameter<?>... parameters) {
        return new Descriptor(name, summary, List.of(parameters), List.of(), List.of(), Set.of());
    }

    public Descriptor reads(Output... outputs) {
        return new Descriptor(name, summary, parameters, List.of(outputs), surroundings, targets);
    }

    public Descriptor given(Parameter<?>... surroundings) {
        return new Descriptor(name, summary, parameters, outputs, List.of(surroundings), targets);
    }

    public Descriptor hits(Set<String> targets) {
        return new Descriptor(name, summary, parameters, outputs, surroundings, targets);
    }

    public Descriptor with(List<Parameter<?>> parameters) {
        return new Descriptor(name, summary, parameters, outputs, surroundings, targets);
    }
}
