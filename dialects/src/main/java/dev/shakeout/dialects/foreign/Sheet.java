package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One object of another tool's file, whose fields are taken one by one; what becomes of each is written down, and one that
 * is never asked for is a mistake. A null counts as absent.
 */
public final class Sheet {
    private final Fields fields;
    private final Recorder recorder;
    private final Optional<Field> rest;
    private final String object;
    private final Set<String> seen = new LinkedHashSet<>();

    /** @param rest what a key is that nobody asks for, its path ending where the key belongs; a mistake when empty */
    Sheet(Tree.Obj tree, String what, Optional<Field> rest, Recorder recorder) {
        this.fields = new Fields(tree, what, recorder.problems());
        this.recorder = recorder;
        this.rest = rest;
        this.object = recorder.object();
    }

    public String what() {
        return fields.what();
    }

    public Position position() {
        return fields.position();
    }

    /** The place of a key, or of the object when it is absent. */
    public Position positionOf(Field field) {
        return fields.positionOf(field.key());
    }

    public Recorder recorder() {
        return recorder;
    }

    public Problems problems() {
        return recorder.problems();
    }

    /** The value, of which nothing is written down yet: a {@link #record} must follow. */
    public Optional<Tree> look(Field field) {
        seen.add(field.key());
        return fields.find(field.key());
    }

    public <T> Optional<T> look(Field field, Type<T> type) {
        return look(field).flatMap(value -> problems().parse(value, type, field.key()));
    }

    /** Writes down what becomes of a field, if the file has it. */
    public void record(Field field, Fidelity way) {
        if (look(field).isPresent()) {
            recorder.add(positionOf(field), field, way);
        }
    }

    /** What is in it. */
    public Tree.Obj tree() {
        return fields.tree();
    }

    /** Writes down what becomes of a field that the file leaves out. */
    public void note(Field field, Fidelity way) {
        recorder.add(position(), field, way);
    }

    public void record(Field field) {
        record(field, field.usual());
    }

    public Optional<Tree> take(Field field) {
        return take(field, field.usual());
    }

    public Optional<Tree> take(Field field, Fidelity way) {
        record(field, way);
        return look(field);
    }

    public <T> Optional<T> take(Field field, Type<T> type) {
        record(field);
        return look(field, type);
    }

    /** @param way follows from the value */
    public <T> Optional<T> take(Field field, Type<T> type, Function<T, Fidelity> way) {
        Optional<T> value = look(field, type);
        value.ifPresent(read -> record(field, way.apply(read)));
        return value;
    }

    /** The same where the file must have it. */
    public <T> Optional<T> require(Field field, Type<T> type) {
        if (demand(field, "; it must be " + type.allowed())) {
            return take(field, type);
        }
        return Optional.empty();
    }

    public Optional<Tree> require(Field field) {
        return demand(field, "") ? take(field) : Optional.empty();
    }

    /** Notes it when the file does not have the field. */
    public boolean demand(Field field, String allowed) {
        if (look(field).isPresent()) {
            return true;
        }
        String missing = fields.tree().members().containsKey(field.key()) ? "has no value" : "is missing";
        problems().at(positionOf(field), "'" + field.key() + "' " + missing + " in " + what() + allowed);
        return false;
    }

    /** An object in it, whose own fields are to be taken. */
    public Optional<Sheet> open(Field field) {
        return look(field)
                .flatMap(value -> Fields.of(value, "'" + field.key() + "' of " + recorder.object(), problems()))
                .map(inner -> recorder.sheet(inner.tree(), "'" + field.key() + "' of " + recorder.object()));
    }

    /** The items of a list; none when it is absent, or when it is no list, which is noted. */
    public List<Tree> items(Field field) {
        seen.add(field.key());
        return fields.items(field.key());
    }

    /** Writes down one thing for all that is in it, none of which is looked at. */
    public void leave(Field field) {
        leaveAlone();
        recorder.add(position(), field, field.usual());
    }

    /** Nothing more in it is looked at; why is written down elsewhere. */
    public void leaveAlone() {
        seen.addAll(fields.tree().members().keySet());
    }

    /** Notes a mistake at a field's value. */
    public void wrong(Field field, String message) {
        problems().at(look(field).map(Tree::position).orElse(position()), message);
    }

    void close() {
        fields.tree().members().forEach((key, member) -> {
            if (rest.isPresent()) {
                leftOver(key, member, rest.get());
            } else if (!seen.contains(key)) {
                problems()
                        .at(
                                member.position(),
                                "unknown key '" + key + "' in " + what() + Nearest.suggestion(key, seen));
            }
        });
    }

    /** Keys that begin with x- are the writer's own. */
    private void leftOver(String key, Tree.Member member, Field rest) {
        if (!seen.contains(key) && !key.startsWith("x-") && !member.value().isNull()) {
            var field = new Field(rest.path() + key, rest.ways());
            recorder.add(member.position(), object, field, field.usual());
        }
    }
}
