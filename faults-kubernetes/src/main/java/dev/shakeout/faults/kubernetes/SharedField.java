package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A field that several may hold at the same time, each with the same value; the last to let go sets it back. Annotations of the
 * object say who they are, and how many: one number, as a patch cannot ask whether there is no other.
 *
 * @param marks what comes before the slash in the names of these annotations
 * @param own name of the annotation of this holder; nobody else gives it
 * @param holder what stands in it, for whoever finds it there
 */
record SharedField(Field.OfEntry field, String marks, String own, String holder) implements Field {
    private static final int MOST = 5;
    private static final String NUMBER = "holders";
    private static final String ANNOTATIONS = Field.pointer("metadata", "annotations");

    /** Who holds it now. */
    static List<String> holders(Resource object, String marks) {
        return object.annotations().entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith(marks + "/") && !each.getKey().equals(marks + "/" + NUMBER))
                .map(each -> each.getValue())
                .toList();
    }

    /** Whether it is what this holder wants because of this holder, or of nobody who could be asked. */
    boolean isHeldHereIn(Resource object) {
        return object.annotations().containsKey(marks + "/" + own)
                || holders(object, marks).isEmpty();
    }

    @Override
    public List<Json> apply() {
        var first = List.of(
                Field.expect(ANNOTATIONS, Optional.empty()),
                Field.operation(
                        "add", ANNOTATIONS, Json.object(marks + "/" + own, holder, marks + "/" + NUMBER, words(1))));
        return together(first, field.apply());
    }

    /** Alone; else beside others, from the most to the fewest; and alone again, as they may have let go meanwhile. */
    @Override
    public List<List<Json>> ways() {
        var alone = together(changed(Optional.empty(), 1), field.apply());
        var ways = new ArrayList<>(List.of(apply(), alone));
        for (int others = MOST - 1; others > 0; others--) {
            ways.add(together(
                    changed(Optional.of(others), others + 1),
                    field.named(field.place(), List.of(field.expectOurs(field.place())))));
        }
        ways.add(alone);
        return ways;
    }

    /** A request that is repeated, as its answer was lost, must not count twice. */
    private List<Json> changed(Optional<Integer> before, int after) {
        return List.of(
                expectNumber(before),
                Field.expect(pointer(own), Optional.empty()),
                Field.operation("add", pointer(own), Json.of(holder)),
                Field.operation("add", pointer(NUMBER), Json.of(words(after))));
    }

    @Override
    public List<Json> undo() {
        return together(gone(), field.undo());
    }

    /** From the most to the fewest, so that others who let go meanwhile are met on the way. */
    @Override
    public List<Attempt> attempts() {
        var attempts = new ArrayList<Attempt>();
        for (int all = MOST; all > 1; all--) {
            var held = held(all);
            var less = List.of(
                    Field.remove(pointer(own)), Field.operation("replace", pointer(NUMBER), Json.of(words(all - 1))));
            attempts.add(new Attempt(together(held, less), held));
        }
        field.attempts()
                .forEach(each -> attempts.add(
                        new Attempt(together(gone(), each.operations()), together(held(1), each.question()))));
        attempts.add(new Attempt(gone(), List.of(isOwn())).atLast());
        return attempts;
    }

    private List<Json> gone() {
        return together(held(1), List.of(Field.remove(pointer(own)), Field.remove(pointer(NUMBER))));
    }

    private List<Json> held(int all) {
        return List.of(isOwn(), expectNumber(Optional.of(all)));
    }

    private Json isOwn() {
        return Field.expect(pointer(own), Optional.of(Json.of(holder)));
    }

    private Json expectNumber(Optional<Integer> number) {
        return Field.expect(pointer(NUMBER), number.map(all -> Json.of(words(all))));
    }

    private String pointer(String mark) {
        return ANNOTATIONS + Field.pointer(marks + "/" + mark);
    }

    private static String words(int number) {
        return Integer.toString(number);
    }

    private static List<Json> together(List<Json> some, List<Json> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    @Override
    public Json.Obj json() {
        return field.json()
                .with("marks", Json.of(marks))
                .with("own", Json.of(own))
                .with("holder", Json.of(holder));
    }
}
