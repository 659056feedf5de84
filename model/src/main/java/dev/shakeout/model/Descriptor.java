package dev.shakeout.model;

import java.util.List;

/**
 * What there is to know of a fault, a probe or a kind of target without using it: validation, help, completion and the
 * docs are made from this.
 *
 * @param summary one sentence that starts with a verb
 * @param outputs what a probe reads; empty for what reads nothing
 */
public record Descriptor(String name, String summary, List<Parameter<?>> parameters, List<Output> outputs) {
    public Descriptor {
        parameters = List.copyOf(parameters);
        outputs = List.copyOf(outputs);
    }

    public static Descriptor of(String name, String summary, Parameter<?>... parameters) {
        return new Descriptor(name, summary, List.of(parameters), List.of());
    }

    public Descriptor reads(Output... outputs) {
        return new Descriptor(name, summary, parameters, List.of(outputs));
    }
}
