package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Surroundings;
import dev.shakeout.model.Type;
import dev.shakeout.model.Vocabulary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the {@code provider} of an activity; placeholders are filled already. */
final class Providers {
    /** What breaks something stands beside the kinds of calls, though no probe can be one. */
    static final Descriptor FAULT = Descriptor.of("fault", "Breaks something, and takes it back.");

    static final Parameter<Duration> DURATION = Parameter.optional(
            "duration",
            Type.duration(Duration.ofMillis(1), Duration.ofDays(7)),
            "How long the fault stays on; until the method ends unless given.");
    static final List<String> FAULT_KEYS = List.of("type", "fault", "target", "arguments", "duration");

    /** What a call has besides the parameters of its kind. */
    static final List<String> CALL_KEYS = List.of("type", "secrets");

    private final Vocabulary vocabulary;
    private final Json.Obj configuration;
    private final Json.Obj secrets;
    private final Inputs.Checks checks;
    private final Targets targets;
    private final Selectors selectors;

    /** What stands where; not every place takes every provider. */
    enum Place {
        PROBE,
        METHOD_ACTION,
        ROLLBACK_ACTION
    }

    Providers(Vocabulary vocabulary, Settings settings, Inputs.Checks checks) {
        this.vocabulary = vocabulary;
        this.configuration = settings.configurationObject();
        this.secrets = settings.secretsObject();
        this.checks = checks;
        this.targets = new Targets(vocabulary.targets());
        this.selectors = new Selectors(targets);
    }

    /** @param background whether the activity runs beside others */
    Optional<Provider> read(Fields provider, Place place, boolean background) {
        var type = provider.require("type", Name.TYPE);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        if (type.get().equals(FAULT.name())) {
            return fault(provider, place).map(call -> call);
        }
        var kind = Optional.ofNullable(vocabulary.probes().get(type.get()));
        if (kind.isEmpty()) {
            refuse(provider, type.get());
        }
        return kind.map(descriptor -> call(provider, descriptor, background));
    }

    private Provider.Call call(Fields provider, Descriptor kind, boolean background) {
        int before = provider.problems().count();
        Arguments written = TypedArguments.read(named(provider, kind.name()), kind, CALL_KEYS);
        var call = new Provider.Call(kind.name(), surrounded(written, kind.surroundings(), background));
        if (provider.problems().count() == before) { // what is malformed is told already
            checks.misfit(call)
                    .ifPresent(
                            misfit -> provider.problems().at(position(provider, misfit.parameter()), misfit.words()));
        }
        return call;
    }

    private Arguments surrounded(Arguments written, List<Parameter<?>> wanted, boolean background) {
        var all = written;
        if (wanted.contains(Surroundings.CONFIGURATION)) {
            all = all.with(Surroundings.CONFIGURATION, configuration);
        }
        if (wanted.contains(Surroundings.SECRETS)) {
            all = all.with(Surroundings.SECRETS, secrets);
        }
        if (wanted.contains(Surroundings.BACKGROUND)) {
            all = all.with(Surroundings.BACKGROUND, background);
        }
        return all;
    }

    /** Of a key's value, or of the provider where the key is not given. */
    private static Position position(Fields provider, String key) {
        return provider.find(key).map(Tree::position).orElse(provider.position());
    }

    Draws draws() {
        return targets.draws();
    }

    List<Output> outputs(Provider.Call call) {
        return Optional.ofNullable(vocabulary.probes().get(call.kind()))
                .map(Descriptor::outputs)
                .orElse(List.of());
    }

    private void refuse(Fields provider, String type) {
        String words;
        if (vocabulary.faults().containsKey(type)) {
            words = "'" + type + "' is a fault; write type: fault and fault: " + type;
        } else {
            Map<String, Descriptor> known = new TreeMap<>(vocabulary.probes());
            known.put(FAULT.name(), FAULT);
            provider.find("type", Named.of("provider type", known));
            return;
        }
        provider.problems().at(position(provider, "type"), words);
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
        provider.allow(FAULT_KEYS);
        var fault = provider.require("fault", Named.of("fault", vocabulary.faults()));
        var selector = provider.require("target")
                .flatMap(tree -> Fields.of(tree, "the target", provider.problems()))
                .flatMap(targets::read);
        var duration = provider.find(DURATION);
        var arguments = fault.flatMap(descriptor -> arguments(provider, descriptor));
        if (fault.isEmpty() || selector.isEmpty() || arguments.isEmpty()) {
            return Optional.empty();
        }
        checkReach(provider, fault.get(), selector.get());
        if (selector.get().includesNew() && provider.find(DURATION.name()).isEmpty()) {
            provider.problems()
                    .at(
                            provider.position(),
                            "'include-new' needs a duration, during which targets that appear are hit too");
        }
        return Optional.of(new Provider.FaultCall(fault.get().name(), selector.get(), arguments.get(), duration));
    }

    private static void checkReach(Fields provider, Descriptor fault, Selector selector) {
        Set<String> kinds = fault.targets();
        if (!kinds.isEmpty() && !kinds.contains(selector.kind())) {
            var place = provider.object("target").map(target -> target.positionOf("kind"));
            provider.problems()
                    .at(
                            place.orElse(provider.position()),
                            fault.name() + " cannot hit a " + selector.kind() + "; it can hit "
                                    + String.join(", ", kinds.stream().sorted().toList()));
        }
    }

    private Optional<Arguments> arguments(Fields provider, Descriptor fault) {
        Tree none = new Tree.Obj(provider.position(), Map.of());
        return Fields.of(
                        provider.find("arguments").orElse(none),
                        "the arguments of " + fault.name(),
                        provider.problems())
                .map(given -> TypedArguments.read(given, fault, selectors));
    }

    private static Fields named(Fields provider, String type) {
        return new Fields(provider.tree(), "the provider of type " + type, provider.problems());
    }
}
