package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.FidelityReport;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ChaosExperiments that are given beside the engines: what a fault is, and its tunables unless an engine says otherwise. */
final class ChaosExperiments {
    private static final Field DEFINITION = Field.kept("spec.definition", "the tunables that an engine leaves out");
    private static final Field ENV = Field.kept("spec.definition.env[]", "the tunables that an engine leaves out");
    private static final Field NAME = Field.kept("spec.definition.env[].name", "the tunable");
    private static final Field VALUE =
            Field.kept("spec.definition.env[].value", "its value, where the engine has none");
    private static final Field FROM = Field.notSupported(
            "spec.definition.env[].valueFrom", "what a Secret or a ConfigMap holds is not read; write the value");
    private static final Field ARGS = Field.kept("spec.definition.args", "the fault: the one that -name says");
    private static final Fidelity ABOUT_PODS = new Fidelity.Kept("nothing: it is about the pods by which Litmus works");
    private static final List<Field> REST = Stream.of(
                    "scope",
                    "permissions",
                    "image",
                    "imagePullPolicy",
                    "command",
                    "labels",
                    "configMaps",
                    "secrets",
                    "hostFileVolumes",
                    "securityContext",
                    "hostPID")
            .map(key -> new Field("spec.definition." + key, List.of(ABOUT_PODS)))
            .toList();
    private static final Pattern NAMED = Pattern.compile("-name[\\s=]+([a-z0-9-]+)");

    private final Map<String, Known> known = new HashMap<>();

    /**
     * @param fault of the hub
     * @param report of what became of its fields
     */
    private record Known(String fault, Map<String, String> tunables, FidelityReport report) {}

    static List<Field> fields() {
        var fields = new java.util.ArrayList<>(List.of(NAME, VALUE, FROM, ARGS));
        fields.addAll(REST);
        return fields;
    }

    void read(Tree.Obj document, Problems problems) {
        Head head = Head.read(document, Litmus.VERSION, problems);
        var tunables = new LinkedHashMap<String, String>();
        Optional<Sheet> definition = head.spec().flatMap(spec -> spec.open(DEFINITION));
        definition.ifPresent(sheet -> {
            REST.forEach(sheet::record);
            sheet.items(ENV).forEach(item -> tunable(sheet, item, tunables));
        });
        String fault = definition
                .flatMap(sheet -> sheet.take(ARGS, Type.texts()))
                .flatMap(args -> args.stream()
                        .map(NAMED::matcher)
                        .filter(java.util.regex.Matcher::find)
                        .map(match -> match.group(1))
                        .findFirst())
                .orElse(head.name());
        known.put(head.name(), new Known(fault, tunables, head.recorder().finish()));
    }

    private static void tunable(Sheet definition, Tree item, Map<String, String> tunables) {
        if (!(item instanceof Tree.Obj object)) {
            definition.problems().at(item.position(), "an item of env must be an object with name and value");
            return;
        }
        Sheet one = definition.recorder().sheet(object, "an item of env");
        Optional<String> name = one.require(NAME, Type.text());
        Optional<String> value = one.take(VALUE, Type.text());
        one.record(FROM);
        name.ifPresent(text -> value.ifPresent(written -> tunables.put(text, written)));
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** The fault of the hub that an experiment of this name is. */
    String fault(String name) {
        return Optional.ofNullable(known.get(name)).map(Known::fault).orElse(name);
    }

    /** The hub's values, and in their place those of a ChaosExperiment that was given. */
    Map<String, String> tunables(String name, HubFault fault) {
        var all = new HashMap<>(fault.defaults());
        Optional.ofNullable(known.get(name)).ifPresent(each -> all.putAll(each.tunables()));
        return all;
    }

    /** What became of the fields of all of them. */
    FidelityReport report() {
        return FidelityReport.of(known.values().stream().map(Known::report));
    }
}
