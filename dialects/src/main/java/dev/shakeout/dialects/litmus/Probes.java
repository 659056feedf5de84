package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the probes of an experiment of a ChaosEngine. */
final class Probes {
    static final String PATH = "spec.experiments[].spec.probe[].";

    private static final Field PROBE = Field.kept("spec.experiments[].spec.probe[]", "the probes");
    private static final Field NAME = Field.kept(PATH + "name", "name");
    private static final Field TYPE = Field.kept(PATH + "type", "the provider");
    private static final Field MODE = Field.kept(
                    PATH + "mode",
                    "SOT, EOT and Edge: probes of the method before the fault, after it or both, or phases of the hypothesis with"
                            + " stopOnFailure; Continuous and OnChaos: during of the hypothesis, or a guard with stopOnFailure")
            .or(new Fidelity.Approximated(
                    "a guard, which halts the whole run, where Litmus goes on with the next fault"));
    private static final List<ProbeInputs> INPUTS =
            List.of(new HttpInputs(), new CmdInputs(), new K8sInputs(), new PromInputs(), new SloInputs());
    private static final Field DATA = Field.kept(PATH + "data", "manifest of object/create")
            .or(new Fidelity.Kept("nothing: it is heeded by a k8sProbe that creates alone"));
    private static final Type<String> MODES = Type.choice("SOT", "EOT", "Edge", "Continuous", "OnChaos");

    private Probes() {}

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(NAME, TYPE, MODE, DATA));
        fields.addAll(RunProperties.fields());
        return fields;
    }

    static List<ProbeInputs> inputs() {
        return INPUTS;
    }

    /**
     * @param spec of an experiment
     * @param namespace of its engine
     * @param account its chaosServiceAccount
     */
    static List<Check> all(Sheet spec, String namespace, String account) {
        var sheets = new ArrayList<Sheet>();
        for (Tree item : spec.items(PROBE)) {
            if (item instanceof Tree.Obj object) {
                sheets.add(spec.recorder()
                        .sheet(object, "a probe of " + spec.recorder().object()));
            } else {
                spec.problems().at(item.position(), "an item of probe must be an object");
            }
        }
        return sheets.stream()
                .flatMap(sheet -> one(sheet, namespace, account).stream())
                .toList();
    }

    private static Optional<Check> one(Sheet probe, String namespace, String account) {
        Optional<String> name = probe.require(NAME, Type.text());
        Optional<Check.Mode> mode = mode(probe);
        RunProperties properties = RunProperties.read(probe);
        Optional<ProbeInputs> inputs = inputs(probe);
        INPUTS.stream().filter(each -> !inputs.equals(Optional.of(each))).forEach(each -> {
            if (probe.look(each.field()).isPresent() && inputs.isPresent()) {
                probe.wrong(
                        each.field(),
                        "'" + each.field().key() + "' does not go with the type "
                                + inputs.get().type());
            }
        });
        var around = new ProbeInputs.Around(mode, probe.look(DATA), namespace, account);
        Optional<ProbeInputs.Reading> reading = inputs.flatMap(each -> probe.demand(each.field(), "")
                ? probe.open(each.field()).flatMap(sheet -> each.read(sheet, properties, around))
                : Optional.empty());
        boolean made = reading.filter(read -> read.changes().makes()).isPresent();
        probe.record(DATA, DATA.ways().get(made ? 0 : 1));
        if (name.isEmpty() || mode.isEmpty() || reading.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Check(
                name.get(),
                inputs.orElseThrow().type(),
                mode.get(),
                reading.get().provider(),
                reading.get().tolerance(),
                reading.get().changes(),
                properties,
                probe));
    }

    private static Optional<Check.Mode> mode(Sheet probe) {
        if (!probe.demand(MODE, "; it must be " + MODES.allowed())) {
            return Optional.empty();
        }
        Optional<String> written = probe.look(MODE, Type.text());
        Optional<Check.Mode> mode = written.flatMap(word -> Arrays.stream(Check.Mode.values())
                .filter(each -> each.word().equalsIgnoreCase(word))
                .findFirst());
        if (mode.isEmpty()) {
            probe.look(MODE, MODES);
        }
        return mode;
    }

    private static Optional<ProbeInputs> inputs(Sheet probe) {
        Type<String> types = Type.choice(INPUTS.stream().map(ProbeInputs::type).toArray(String[]::new));
        return probe.require(TYPE, types)
                .flatMap(type -> INPUTS.stream()
                        .filter(each -> each.type().toLowerCase(Locale.ROOT).equals(type.toLowerCase(Locale.ROOT)))
                        .findFirst());
    }

    /** Writes down what becomes of a mode, which follows from all probes of a run together. */
    static void placed(Check check, Placement.How how) {
        check.written()
                .record(
                        MODE,
                        MODE.ways()
                                .get(
                                        switch (how) {
                                            case METHOD, GATE, WATCH, GUARD -> 0;
                                            case GUARD_OF_SEVERAL -> 1;
                                        }));
    }
}
