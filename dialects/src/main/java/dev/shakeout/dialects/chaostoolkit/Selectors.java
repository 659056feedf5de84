package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an argument that takes selectors of targets, one or a list of them, with names among them. */
final class Selectors {
    private static final String OBJECT = "object";

    private final Targets targets;

    Selectors(Targets targets) {
        this.targets = targets;
    }

    <T extends Selecting> Optional<T> read(Fields given, Parameter<?> parameter, Selecting.Kind<T> kind) {
        String key = parameter.name();
        Optional<Tree> written = given.find(key);
        List<Tree> items = written.map(value -> value instanceof Tree.Arr list ? list.items() : List.of(value))
                .orElse(List.of());
        if (items.stream().noneMatch(Tree.Obj.class::isInstance)) {
            return parameter.required() ? given.require(key, kind) : given.find(key, kind);
        }
        var selectors = new ArrayList<Optional<Selector>>();
        var names = new ArrayList<Tree>();
        for (Tree item : items) {
            if (item instanceof Tree.Obj object) {
                selectors.add(targets.readOther(new Fields(object, "a target in '" + key + "'", given.problems())));
            } else {
                names.add(item);
            }
        }
        Optional<T> named = names.isEmpty()
                ? Optional.empty()
                : given.problems().parse(new Tree.Arr(written.orElseThrow().position(), names), kind, key);
        boolean whole = named.isPresent() || names.isEmpty();
        return whole && selectors.stream().allMatch(Optional::isPresent)
                ? Optional.of(kind.of(
                        named, selectors.stream().flatMap(Optional::stream).toList()))
                : Optional.empty();
    }

    /**
     * The same for editors.
     *
     * @param names what it takes besides
     */
    static Schema schema(Schema names, Schema target) {
        Json.Obj items =
                names.json().get("items").orElse(Json.Obj.EMPTY) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        Schema each = orTarget(new Schema(items), target);
        return orTarget(names.with("items", each.json()), target);
    }

    private static Schema orTarget(Schema names, Schema target) {
        var kinds = new ArrayList<Json>();
        switch (names.json().get("type").orElse(Json.Null.NULL)) {
            case Json.Arr(var several) -> kinds.addAll(several);
            case Json one -> kinds.add(one);
        }
        kinds.add(Json.of(OBJECT));
        return names.with("type", Json.of(kinds))
                .with("if", Json.object("type", OBJECT))
                .with("then", target.json());
    }

    /** A target that is no target of a fault: all that are found count unless it says otherwise, and none joins. */
    static Schema other(Schema target) {
        return ObjectSchema.of()
                .property(
                        Targets.MODE.name(),
                        Schema.ANY.described("How many of those found are meant; all unless given."))
                .property(Targets.INCLUDE_NEW.name(), Schema.NOTHING.described(Targets.NO_NEW))
                .more()
                .with("allOf", Json.of(List.of(target.json())))
                .described("Others, found as targets are: by their kind and its criteria.");
    }
}
