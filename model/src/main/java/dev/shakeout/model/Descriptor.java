package dev.shakeout.model;

import java.util.List;

/**
 * What there is to know of a fault, a probe or a kind of target without using it: validation, help, completion and the
 * docs are made from this.
 *
 * @param summary one sentence that starts with a verb
 * @param outputs what a probe reads; empty for what reads nothing
 * @param surroundings what of {@link Surroundings} it is given besides its parameters
 */
public record Descriptor(
        String name,
        String summary,
        List<Parameter<?>> parameters,
        List<Output> outputs,
        List<Parameter<?>> surroundings) {
    public Descriptor {
        parameters = List.copyOf(parameters);
        outputs = List.copyOf(outputs);
        surroundings = List.copyOf(surroundings);
    }

    public static Descriptor of(String name, String summary, Parameter<?>... parameters) {
        return new Descriptor(name, summary, List.of(parameters), List.of(), List.of());
    }

    public Descriptor reads(Output... outputs) {
        return new Descriptor(name, summary, parameters, List.of(outputs), surroundings);
    }

    public Descriptor given(Parameter<?>... surroundings) {
        return new Descriptor(name, summary, parameters, outputs, List.of(surroundings));
    }
}
