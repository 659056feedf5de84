package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.schema.Definitions;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Type;
import dev.shakeout.model.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@link Providers} reads: made from the descriptors of whatever is installed. Everything may have placeholders. */
final class ProviderSchema {
    private static final String FAULT = Providers.FAULT.name();

    private final Vocabulary vocabulary;
    private final boolean ours;
    private final Definitions definitions;
    private final Schema other;
    private final Schema calls;
    private final Schema callsAndFaults;

    ProviderSchema(Vocabulary vocabulary, Rules rules, Definitions definitions) {
        this.vocabulary = vocabulary;
        this.ours = rules.ours();
        this.definitions = definitions;
        Map<String, Descriptor> kinds = new TreeMap<>(vocabulary.probes());
        kinds.values().forEach(kind -> definitions.add("provider-" + kind.name(), call(kind)));
        this.calls = definitions.add("provider", provider(kinds).described("What is called, and with what."));
        kinds.put(FAULT, Providers.FAULT);
        Schema target = new TargetSchema(vocabulary.targets(), ours).any(definitions);
        this.other = definitions.add("other-target", Selectors.other(target));
        definitions.add("provider-fault", fault(target));
        this.callsAndFaults = definitions.add(
                "provider-or-fault", provider(kinds).described("What is done: a fault, or a call, and with what."));
    }

    /** Whatever reads something; such a call may also change something. */
    Schema calls() {
        return calls;
    }

    Schema callsAndFaults() {
        return callsAndFaults;
    }

    private static Schema provider(Map<String, Descriptor> kinds) {
        var provider = ObjectSchema.of()
                .required("type", Schema.of(Named.of("provider type", kinds)).orPlaceholder());
        kinds.keySet().forEach(name -> provider.when("type", name, Schema.defined("provider-" + name)));
        return provider.schema().orPlaceholder();
    }

    private Schema call(Descriptor kind) {
        var call = ObjectSchema.of().required("type", Schema.word(kind.name(), kind.summary()));
        kind.parameters().forEach(call::filled);
        List<String> names = kind.parameters().stream().map(Parameter::name).toList();
        for (String key : Providers.CALL_KEYS) {
            if (!key.equals("type") && !names.contains(key)) {
                call.property(key, Schema.ANY.described("Taken as Chaos Toolkit takes it, and not heeded here."));
            }
        }
        List<String> keys =
                Stream.concat(names.stream(), Providers.CALL_KEYS.stream()).toList();
        return call.exactly(keys, ours).schema().described(kind.summary());
    }

    private Schema fault(Schema target) {
        var fault = ObjectSchema.of()
                .required("type", Schema.word(FAULT, Providers.FAULT.summary()))
                .required(
                        FAULT,
                        Schema.of(Named.of(FAULT, vocabulary.faults()))
                                .described("Which fault; 'shakeout faults' lists them.")
                                .orPlaceholder())
                .required("target", target)
                .optional(
                        "arguments",
                        Schema.of(Type.object())
                                .described("What the fault is given; see 'shakeout faults NAME'.")
                                .orPlaceholder())
                .filled(Providers.DURATION);
        new TreeMap<>(vocabulary.faults())
                .forEach((name, descriptor) -> fault.when(
                        FAULT, name, definitions.add("fault-" + name.replace('/', '-'), particular(descriptor))));
        return fault.exactly(Providers.FAULT_KEYS, ours).schema();
    }

    /** What is special to one fault. */
    private Schema particular(Descriptor fault) {
        var arguments = ObjectSchema.of();
        for (Parameter<?> parameter : fault.parameters()) {
            if (parameter.type() instanceof Selecting.Kind<?>) {
                Schema schema = Selectors.schema(Schema.of(parameter), other).orPlaceholder();
                boolean required = parameter.required();
                var _ = required
                        ? arguments.required(parameter.name(), schema)
                        : arguments.optional(parameter.name(), schema);
            } else {
                arguments.filled(parameter);
            }
        }
        List<String> names = fault.parameters().stream().map(Parameter::name).toList();
        Schema given = arguments
                .exactly(names, ours)
                .schema()
                .described("The arguments of " + fault.name() + ".")
                .orPlaceholder();
        var particular = ObjectSchema.of();
        if (fault.parameters().stream().anyMatch(Parameter::required)) {
            particular.required("arguments", given);
        } else {
            particular.optional("arguments", given);
        }
        if (!fault.targets().isEmpty()) {
            Schema kinds = new Schema(Type.Choice.schema(
                            new ArrayList<>(fault.targets().stream().sorted().toList())))
                    .orPlaceholder();
            particular.property("target", new Schema(Json.object("properties", Json.object("kind", kinds.json()))));
        }
        return particular.more().described(fault.summary());
    }
}
