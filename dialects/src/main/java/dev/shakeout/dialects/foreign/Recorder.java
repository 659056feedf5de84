package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what becomes of each field of one object, and sees to it that none is forgotten. */
public final class Recorder {
    private final Problems problems;
    private final List<FieldFidelity> fields = new ArrayList<>();
    private final List<Sheet> open = new ArrayList<>();
    private String object;

    /** @param object in words, for messages: NetworkChaos web-delay */
    public Recorder(String object, Problems problems) {
        this.object = object;
        this.problems = problems;
    }

    /** What comes from now on belongs to something else: the next template of a workflow. */
    public void of(String other) {
        object = other;
    }

    public String object() {
        return object;
    }

    public Problems problems() {
        return problems;
    }

    /** @param what in words, for messages: "the spec of NetworkChaos web-delay" */
    public Sheet sheet(Tree.Obj tree, String what) {
        return opened(new Sheet(tree, what, Optional.empty(), this));
    }

    /**
     * One whose keys are not all known: what nobody asks for is taken as that field is.
     *
     * @param rest its path ends where the key belongs
     */
    public Sheet sheet(Tree.Obj tree, String what, Field rest) {
        return opened(new Sheet(tree, what, Optional.of(rest), this));
    }

    private Sheet opened(Sheet sheet) {
        open.add(sheet);
        return sheet;
    }

    /** Writes down what becomes of a field that stands there. */
    public void add(Position position, Field field, Fidelity way) {
        add(position, object, field, way);
    }

    void add(Position position, String object, Field field, Fidelity way) {
        if (!field.ways().contains(way)) {
            throw new IllegalStateException(field.path() + " is taken in a way that it does not name: " + way);
        }
        fields.add(new FieldFidelity(position, object, field.path(), way));
    }

    /** What became of all; whatever nobody has looked at is a mistake, which is noted with its place. */
    public FidelityReport finish() {
        open.forEach(Sheet::close);
        var inOrder = new ArrayList<>(fields);
        inOrder.sort((one, other) -> one.position().compareTo(other.position()));
        return new FidelityReport(inOrder.stream().distinct().toList());
    }
}
