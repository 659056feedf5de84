package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A fault of ours that is written in another tool's format: what each of its arguments becomes. */
public final class Origin {
    private static final String PATH = "arguments.";

    private final String fault;
    private final List<Rule> rules = new ArrayList<>();
    private boolean momentary;
    private Predicate<Act> when = _ -> true;

    /** How one argument, or what is said without any, gets there. */
    @FunctionalInterface
    public interface How {
        void put(Sheet arguments, Field ours, Sketch theirs);
    }

    /** The same where it takes more of the action than its arguments. */
    @FunctionalInterface
    public interface Whole {
        void put(Act act, Sheet arguments, Field ours, Sketch theirs);
    }

    private record Rule(Optional<Field> field, Whole how) {}

    private Origin(String fault) {
        this.fault = fault;
    }

    public static Origin of(String fault) {
        return new Origin(fault);
    }

    public String fault() {
        return fault;
    }

    /** It is over at once. */
    public Origin momentary() {
        momentary = true;
        return this;
    }

    /** It is this one only of those of the same fault, where an argument has that value. */
    public Origin when(String argument, String value, String usual) {
        when = act -> act.provider()
                .look(Act.ARGUMENTS)
                .map(given -> given instanceof Tree.Obj object ? Ours.text(object, argument) : "")
                .filter(text -> !text.isEmpty())
                .orElse(usual)
                .equals(value);
        return only(argument, Json.of(value), "one of both is done there; write a fault for each");
    }

    /** Whether it is what an action of this fault is written from. */
    public boolean fits(Act act) {
        return fault.equals(act.fault()) && when.test(act);
    }

    public boolean isMomentary() {
        return momentary;
    }

    /** An argument that is a field there, if it is given. */
    public Origin put(String ours, Field theirs, Form form) {
        Field plain = Field.kept(PATH + ours, theirs.path());
        Field field = form.otherwise().isEmpty() ? plain : plain.or(new Fidelity.NotSupported(form.otherwise()));
        return by(
                field,
                (arguments, own, sketch) -> arguments.look(own).ifPresent(value -> {
                    Optional<Json> turned = form.turn().apply(value.json());
                    arguments.record(own, own.ways().get(turned.isPresent() ? 0 : 1));
                    turned.ifPresent(json -> sketch.put(theirs, json));
                }));
    }

    /** The same where that tool must have it, with a value that is written when ours is not given. */
    public Origin put(String ours, Field theirs, Form form, Json usual) {
        return set(theirs, usual).put(ours, theirs, form);
    }

    /** An argument without which it cannot be said. */
    public Origin needs(String ours, Field theirs, Form form, String why) {
        Field missing = Field.notSupported(PATH + ours, "it is not given; " + why);
        return put(ours, theirs, form).by(missing, (arguments, own, _) -> {
            if (arguments.look(own).isEmpty()) {
                arguments.note(own, own.usual());
            }
        });
    }

    /** What is written whatever the arguments are. */
    public Origin set(Field theirs, Json value) {
        rules.add(new Rule(Optional.empty(), (_, _, _, sketch) -> sketch.put(theirs, value)));
        return this;
    }

    /** An argument that may have one value only, which is what that tool does anyway. */
    public Origin only(String ours, Json value, String why) {
        Field field = Field.kept(PATH + ours, "nothing: " + value.text() + " is what is done there")
                .or(new Fidelity.NotSupported(why));
        return by(
                field,
                (arguments, own, _) -> arguments
                        .look(own)
                        .ifPresent(given -> arguments.record(own, own.ways().get(same(given.json(), value) ? 0 : 1))));
    }

    private static boolean same(Json one, Json other) {
        return one.equals(other) || one.text().replace(" ", "").equals(other.text());
    }

    /** The same of one that must be given, as it is another if it is not. */
    public Origin must(String ours, Json value, String why) {
        return only(ours, value, why).by(Field.notSupported(PATH + ours, why), (arguments, own, _) -> {
            if (arguments.look(own).isEmpty()) {
                arguments.note(own, own.usual());
            }
        });
    }

    /** An argument of which nothing is written. */
    public Origin leave(String ours, Fidelity way) {
        return by(new Field(PATH + ours, List.of(way)), (arguments, own, _) -> arguments.record(own));
    }

    public Origin by(Field ours, How how) {
        return whole(ours, (_, arguments, own, sketch) -> how.put(arguments, own, sketch));
    }

    public Origin whole(Field ours, Whole how) {
        rules.add(new Rule(Optional.of(ours), how));
        return this;
    }

    /** The path of an argument, for a rule of its own. */
    public static String path(String argument) {
        return PATH + argument;
    }

    public List<Field> fields() {
        return rules.stream().flatMap(rule -> rule.field().stream()).toList();
    }

    /** Writes the arguments of an action with this fault. */
    public void write(Act act, Sketch theirs) {
        Tree.Obj given = act.provider()
                .look(Act.ARGUMENTS)
                .filter(Tree.Obj.class::isInstance)
                .map(Tree.Obj.class::cast)
                .orElseGet(() -> new Tree.Obj(act.provider().position(), Map.of()));
        Sheet arguments = Ours.own(act.provider().recorder(), given, PATH);
        rules.forEach(rule -> rule.how().put(act, arguments, rule.field().orElse(Act.ARGUMENTS), theirs));
    }
}
