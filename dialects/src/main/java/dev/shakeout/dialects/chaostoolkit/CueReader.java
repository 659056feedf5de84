package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.cel.Expressions;
import dev.shakeout.dialects.cel.Subject;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Activity.Cue;
import dev.shakeout.model.Expression;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what an activity of the method waits for, {@code after}, and what must then hold, {@code if}. */
final class CueReader {
    static final Parameter<List<String>> AFTER = Parameter.optional(
            "after",
            Type.texts(),
            "Names of activities above it, mostly in the background: it begins when all of them have ended.");
    static final Parameter<String> IF = Parameter.optional(
            "if",
            Name.TYPE,
            "An expression over what activities above it gave, in the Common Expression Language: it waits for their end, and is"
                    + " skipped unless the expression is true.");
    static final List<String> KEYS = List.of("after", "if");

    private final ActivityReader reader;
    private final Substitution substitution;
    private final Problems problems;
    private final List<Read> entries;
    /** Made when the first condition is read, as the library takes its time. */
    private Optional<Expressions> made = Optional.empty();

    /**
     * One entry of the method, in its order.
     *
     * @param fields as it is written
     * @param activity empty when there is a mistake in it, or in what it refers to
     */
    record Read(Fields fields, Optional<Activity> activity) {
        private Optional<String> name() {
            return activity.map(Activity::name)
                    .or(() -> fields.find("name").map(name -> name.json().text()));
        }
    }

    private CueReader(List<Read> entries, ActivityReader reader, Substitution substitution, Problems problems) {
        this.entries = entries;
        this.reader = reader;
        this.substitution = substitution;
        this.problems = problems;
    }

    /** The activities of the method, each with what it waits for. */
    static List<Activity> cued(
            List<Read> entries, ActivityReader reader, Substitution substitution, Problems problems) {
        return new CueReader(entries, reader, substitution, problems).cued();
    }

    /** Elsewhere nothing comes before, and by Chaos Toolkit's rules every activity is carried out. */
    static void refuse(Fields fields, boolean ours, Problems problems) {
        for (String key : KEYS) {
            if (fields.find(key).isPresent()) {
                problems.at(
                        fields.positionOf(key),
                        "'" + key + "' "
                                + (ours
                                        ? "goes with an activity of the method only"
                                        : "is not known to Chaos Toolkit, which carries out every activity in its turn;"
                                                + " leave out --compat, or the key"));
            }
        }
    }

    private List<Activity> cued() {
        boolean any = entries.stream()
                .anyMatch(entry ->
                        KEYS.stream().anyMatch(key -> entry.fields().find(key).isPresent()));
        if (!any) {
            return entries.stream().flatMap(entry -> entry.activity().stream()).toList();
        }
        var activities = new ArrayList<Activity>();
        for (int i = 0; i < entries.size(); i++) {
            Cue cue = cue(i);
            entries.get(i)
                    .activity()
                    .map(activity -> activity.with(activity.written().on(cue)))
                    .ifPresent(activities::add);
        }
        return activities;
    }

    private Cue cue(int index) {
        Fields fields = entries.get(index).fields();
        List<String> after = fields.find(AFTER).orElse(List.of());
        for (String name : after) {
            unknown(name)
                    .or(() -> isAbove(name, index) ? Optional.empty() : Optional.of(late(name, index)))
                    .ifPresent(why -> problems.at(place(fields, "after"), "after: " + why));
        }
        Optional<Expression> condition = fields.find("if")
                .map(substitution::fill)
                .flatMap(filled -> problems.parse(filled, IF.type(), "if"))
                .flatMap(text -> condition(text, index, place(fields, "if")));
        return new Cue(after, condition);
    }

    private static Position place(Fields fields, String key) {
        return fields.find(key).map(Tree::position).orElse(fields.position());
    }

    private Optional<Expression> condition(String text, int index, Position place) {
        return switch (expressions().read(text)) {
            case Expressions.Read.Good(Expression expression) -> {
                var late = expression.fields().stream()
                        .map(Expression.Field::probe)
                        .distinct()
                        .filter(name -> !isAbove(name, index))
                        .toList();
                late.forEach(name -> problems.at(place, "if: " + late(name, index)));
                needTolerances(expression, place);
                yield Optional.of(expression);
            }
            case Expressions.Read.Bad(List<String> mistakes) -> {
                boolean told = entries.stream()
                        .filter(entry -> entry.activity().isEmpty())
                        .anyMatch(entry -> entry.name().filter(text::contains).isPresent());
                if (!told) { // what is said of an activity with mistakes would be a mistake too
                    mistakes.forEach(mistake -> problems.at(place, "if: " + mistake));
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<String> unknown(String name) {
        Set<String> names = names();
        return names.contains(name)
                ? Optional.empty()
                : Optional.of("no activity of the method is named '" + name + "'" + Nearest.suggestion(name, names));
    }

    private Set<String> names() {
        var names = new LinkedHashSet<String>();
        entries.forEach(entry -> entry.name().ifPresent(names::add));
        return names;
    }

    private boolean isAbove(String name, int index) {
        return entries.subList(0, index).stream()
                .anyMatch(entry -> entry.name().filter(name::equals).isPresent());
    }

    private String late(String name, int index) {
        boolean itself = entries.get(index).name().filter(name::equals).isPresent();
        return itself
                ? "an activity cannot wait for itself"
                : "'" + name + "' comes later; an activity can wait only for those above it";
    }

    private Expressions expressions() {
        if (made.isEmpty()) {
            var outputs = new LinkedHashMap<String, List<Output>>();
            entries.forEach(entry ->
                    entry.activity().ifPresent(activity -> outputs.put(activity.name(), reader.outputs(activity))));
            made = Optional.of(new Expressions(Subject.ACTIVITIES, outputs));
        }
        return made.get();
    }

    private void needTolerances(Expression expression, Position place) {
        Map<String, Activity> activities = new LinkedHashMap<>();
        entries.forEach(entry -> entry.activity().ifPresent(activity -> activities.put(activity.name(), activity)));
        for (Expression.Field field : expression.fields()) {
            boolean judged = activities.get(field.probe()) instanceof Activity.Probe probe
                    && probe.tolerance().isPresent();
            if (field.name().equals(Output.MET) && !judged) {
                problems.at(
                        place,
                        "if: '" + field.probe() + "' has no tolerance that could be met; give it one, or compare its"
                                + " fields");
            }
        }
    }
}
