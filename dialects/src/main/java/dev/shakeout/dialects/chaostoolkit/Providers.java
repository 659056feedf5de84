package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Output;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Type;
import dev.shakeout.model.Vocabulary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the {@code provider} of an activity; placeholders are filled already. */
final class Providers {
    private static final Type<Duration> FAULT_DURATION = Type.duration(Duration.ofMillis(1), Duration.ofDays(7));

    private final Vocabulary vocabulary;
    private final Targets targets;

    /** What stands where; not every place takes every provider. */
    enum Place {
        PROBE,
        METHOD_ACTION,
        ROLLBACK_ACTION
    }

    Providers(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.targets = new Targets(vocabulary.targets());
    }

    Optional<Provider> read(Fields provider, Place place) {
        var type = provider.require("type", Name.TYPE);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        if (type.get().equals("fault")) {
            return fault(provider, place).map(call -> call);
        }
        var kind = Optional.ofNullable(vocabulary.probes().get(type.get()));
        if (kind.isEmpty()) {
            refuse(provider, type.get());
        }
        return kind.map(descriptor -> new Provider.Call(
                type.get(), TypedArguments.read(named(provider, type.get()), descriptor, List.of("type", "secrets"))));
    }

    List<Output> outputs(Provider.Call call) {
        return Optional.ofNullable(vocabulary.probes().get(call.kind()))
                .map(Descriptor::outputs)
                .orElse(List.of());
    }

    private void refuse(Fields provider, String type) {
        String words;
        if (type.equals("python")) {
            words = "provider type 'python' is not supported yet; call the program with provider type process";
        } else if (vocabulary.faults().containsKey(type)) {
            words = "'" + type + "' is a fault; write type: fault and fault: " + type;
        } else {
            Map<String, Descriptor> known = new TreeMap<>(vocabulary.probes());
            known.put("fault", Descriptor.of("fault", "Breaks something."));
            provider.find("type", Named.of("provider type", known));
            return;
        }
        provider.problems().at(provider.find("type").map(Tree::position).orElse(provider.position()), words);
    }

    private Optional<Provider.FaultCall> fault(Fields provider, Place place) {
        if (place != Place.METHOD_ACTION) {
            provider.problems()
                    .at(
                            provider.position(),
                            place == Place.PROBE
                                    ? "a fault changes something, so it cannot be a probe; make this an action"
                                    : "a fault cannot be a rollback; faults are taken back by themselves");
            return Optional.empty();
        }
        provider.allow("type", "fault", "target", "arguments", "duration");
        var fault = provider.require("fault", Named.of("fault", vocabulary.faults()));
        var selector = provider.require("target")
                .flatMap(tree -> Fields.of(tree, "the target", provider.problems()))
                .flatMap(targets::read);
        var duration = provider.find("duration", FAULT_DURATION);
        var arguments = fault.flatMap(descriptor -> arguments(provider, descriptor));
        if (fault.isEmpty() || selector.isEmpty() || arguments.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Provider.FaultCall(fault.get().name(), selector.get(), arguments.get(), duration));
    }

    private static Optional<Arguments> arguments(Fields provider, Descriptor fault) {
        Tree none = new Tree.Obj(provider.position(), Map.of());
        return Fields.of(
                        provider.find("arguments").orElse(none),
                        "the arguments of " + fault.name(),
                        provider.problems())
                .map(given -> TypedArguments.read(given, fault, List.of()));
    }

    private static Fields named(Fields provider, String type) {
        return new Fields(provider.tree(), "the provider of type " + type, provider.problems());
    }
}
