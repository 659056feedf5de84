package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Recorder;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The environment variables of one fault in a ChaosEngine; what is left out there, or empty, is as the ChaosExperiment has
 * it.
 */
final class Tunables {
    private static final Field NAME = Field.kept(
            "spec.experiments[].spec.components.env[].name",
            "nothing: this fault has no tunable of this name, in Litmus neither");
    private static final Field VALUE = Field.kept("spec.experiments[].spec.components.env[].value", "the tunable");
    private static final Field FROM = Field.notSupported(
            "spec.experiments[].spec.components.env[].valueFrom",
            "what a Secret, a ConfigMap or a field holds is not read; write the value");

    private final Sheet sheet;
    private final Map<String, String> defaults;

    private Tunables(Sheet sheet, Map<String, String> defaults) {
        this.sheet = sheet;
        this.defaults = defaults;
    }

    static List<Field> fields() {
        return List.of(NAME, FROM);
    }

    /**
     * @param items of {@code env}
     * @param defaults of the ChaosExperiment
     */
    static Tunables read(
            Position position, List<Tree> items, HubFault fault, Map<String, String> defaults, Recorder recorder) {
        Set<String> known = new HashSet<>();
        fault.tunables().forEach(field -> known.add(field.path()));
        Common.fields().forEach(field -> known.add(field.path()));
        var members = new LinkedHashMap<String, Tree.Member>();
        for (Tree item : items) {
            if (item instanceof Tree.Obj object) {
                one(recorder.sheet(object, "an item of env"), known, fault, members);
            } else {
                recorder.problems().at(item.position(), "an item of env must be an object with name and value");
            }
        }
        return new Tunables(
                recorder.sheet(new Tree.Obj(position, members), "the tunables of " + fault.name()), defaults);
    }

    private static void one(Sheet item, Set<String> known, HubFault fault, Map<String, Tree.Member> members) {
        String name = item.demand(NAME, "") ? item.look(NAME, Type.text()).orElse("") : "";
        Optional<Tree> value = item.look(VALUE);
        item.record(FROM);
        if (name.isEmpty()) {
            return;
        }
        if (known.contains(name)) {
            value.ifPresent(tree -> members.put(name, new Tree.Member(item.position(), tree)));
            return;
        }
        Optional<String> near = Hub.tunables().contains(name) ? Optional.empty() : Nearest.to(name, known);
        if (near.isPresent()) {
            item.wrong(NAME, fault.name() + " has no tunable '" + name + "'" + Nearest.suggestion(name, known));
        } else {
            item.record(NAME);
        }
    }

    Recorder recorder() {
        return sheet.recorder();
    }

    Problems problems() {
        return sheet.problems();
    }

    Position positionOf(Field field) {
        return sheet.positionOf(field);
    }

    Sheet sheet() {
        return sheet;
    }

    /** Whether the engine gives it a value. */
    boolean given(Field field) {
        return sheet.look(field).filter(value -> !value.json().text().isBlank()).isPresent();
    }

    void record(Field field) {
        sheet.record(field);
    }

    void record(Field field, Fidelity way) {
        sheet.record(field, way);
    }

    <T> Optional<T> take(Field field, Type<T> type) {
        sheet.record(field);
        return look(field, type);
    }

    /** @param way follows from the value, where the engine gives one */
    <T> Optional<T> take(Field field, Type<T> type, Function<T, Fidelity> way) {
        Optional<T> value = look(field, type);
        sheet.record(field, value.map(way).orElse(field.ways().getFirst()));
        return value;
    }

    <T> Optional<T> look(Field field, Type<T> type) {
        if (given(field)) {
            return sheet.look(field, type);
        }
        String fallback = defaults.getOrDefault(field.path(), "");
        if (fallback.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(type.parse(Json.of(fallback)));
        } catch (BadValue e) {
            problems()
                    .at(
                            sheet.position(),
                            field.path() + " of the ChaosExperiment: " + e.getMessage() + "; must be "
                                    + type.allowed());
            return Optional.empty();
        }
    }

    /** The same where neither the engine nor the ChaosExperiment may leave it out. */
    <T> Optional<T> require(Field field, Type<T> type) {
        Optional<T> value = take(field, type);
        if (value.isEmpty() && !given(field)) {
            problems()
                    .at(
                            sheet.look(field).map(Tree::position).orElse(sheet.position()),
                            "'" + field.path() + "' has no value in " + sheet.what() + "; it must be "
                                    + type.allowed());
        }
        return value;
    }

    void wrong(Field field, String message) {
        sheet.wrong(field, message);
    }
}
