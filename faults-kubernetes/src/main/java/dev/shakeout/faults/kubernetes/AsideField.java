package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A field whose value nobody may see: it is moved to another place of the same object and back, and never leaves the
 * server.
 *
 * @param aside pointer to a place that nobody else uses
 * @param ours what stands in the field meanwhile; empty for nothing
 */
record AsideField(String pointer, String aside, Optional<Json> ours) implements Field {
    @Override
    public List<Json> apply() {
        var operations = new ArrayList<>(List.of(move(pointer, aside)));
        ours.ifPresent(value -> operations.add(Field.operation("add", pointer, value)));
        return operations;
    }

    @Override
    public List<Json> undo() {
        return List.of(Field.expect(pointer, ours), move(aside, pointer));
    }

    /** When the field is no longer ours, theirs is kept, and what was put aside is of no more use. */
    @Override
    public List<Attempt> attempts() {
        return List.of(
                new Attempt(undo(), List.of(Field.expect(pointer, ours), move(aside, pointer))),
                new Attempt(List.of(Field.remove(aside)), List.of(Field.remove(aside))).atLast());
    }

    private static Json move(String from, String to) {
        return Json.object("op", "move", "from", from, "path", to);
    }

    @Override
    public Json.Obj json() {
        return Field.json(pointer, Optional.empty(), ours).with("aside", Json.of(aside));
    }
}
