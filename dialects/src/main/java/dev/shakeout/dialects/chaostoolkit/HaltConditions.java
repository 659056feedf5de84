package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.Words;
import dev.shakeout.dialects.cel.Expressions;
import dev.shakeout.dialects.cel.Subject;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Expression;
import dev.shakeout.model.Guard;
import dev.shakeout.model.Guard.Condition;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Position;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code halt-when}: each entry is a probe with a tolerance, or an expression over several probes. */
final class HaltConditions {
    private static final Type<Duration> PACE = Type.duration(Duration.ofMillis(50), Duration.ofHours(1));

    static final Parameter<String> NAME =
            Parameter.required("name", Name.TYPE, "Told when it trips, and in the reports.");
    static final Parameter<String> WHEN = Parameter.required(
            "when",
            Name.TYPE,
            "In place of 'probe': an expression over the readings of several probes, in the Common Expression Language; it is a"
                    + " breach while it is true.");
    static final Parameter<Duration> DELAY = Parameter.optional(
            "delay",
            Type.duration(Duration.ZERO, Duration.ofDays(1)),
            "From the method's start to the first reading; one interval unless given.");
    static final Parameter<Duration> INTERVAL =
            Parameter.withDefault("interval", PACE, Duration.ofSeconds(1), "From one reading to the next.");
    static final Parameter<Duration> TIMEOUT =
            Parameter.optional("timeout", PACE, "How long a reading may take; 2s, or a longer interval, unless given.");
    static final Parameter<Duration> FOR = Parameter.optional(
            "for",
            Type.duration(Duration.ofMillis(50), Duration.ofDays(1)),
            "How long after the delay readings may begin; until the method ends unless given.");
    static final Parameter<Integer> FAILURES =
            Parameter.withDefault("failures", Type.integer(1, 1_000_000), 1, "How many breaches in a row trip it.");
    static final Parameter<Guard.Unreadable> UNREADABLE = Parameter.withDefault(
            "unreadable",
            Words.of(Guard.Unreadable.class),
            Guard.Unreadable.BREACH,
            "What a probe that cannot be read means: breach, or ignore to leave such a reading out.");
    static final List<String> KEYS = List.of(
            "name", "probe", "tolerance", "when", "delay", "interval", "for", "timeout", "failures", "unreadable");

    private final Activities activities;
    private final ActivityReader reader;
    private final Substitution substitution;
    private final Problems problems;
    private Known known = new Known(-1, Map.of());
    private Optional<Expressions> expressions = Optional.empty();

    /** The probes that can be watched. */
    private record Known(int reads, Map<String, Activity.Probe> probes) {}

    HaltConditions(Activities activities, ActivityReader reader, Substitution substitution, Problems problems) {
        this.activities = activities;
        this.reader = reader;
        this.substitution = substitution;
        this.problems = problems;
    }

    List<Guard> read(List<Tree> items) {
        var guards = new ArrayList<Guard>();
        Map<String, Tree> names = new HashMap<>();
        for (Tree item : items) {
            Fields.of(item, "a halt condition", problems).ifPresent(written -> {
                guard(written).ifPresent(guards::add);
                written.find("name").ifPresent(name -> {
                    Tree first = names.putIfAbsent(name.json().text(), name);
                    if (first != null) {
                        problems.at(
                                name.position(),
                                "the name '" + name.json().text() + "' is taken by the halt condition at "
                                        + first.position());
                    }
                });
            });
        }
        return guards;
    }

    private Optional<Guard> guard(Fields written) {
        written.allow(KEYS);
        var fields = new Fields((Tree.Obj) substitution.fill(written.tree()), written.what(), problems);
        var name = fields.require(NAME);
        var condition = condition(written, fields);
        var pace = pace(fields);
        int failures = fields.get(FAILURES);
        var unreadable = fields.get(UNREADABLE);
        if (name.isEmpty() || condition.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Guard(
                name.get(),
                condition.get(),
                pace,
                failures,
                unreadable,
                written.position(),
                written.tree().json()));
    }

    private static Guard.Pace pace(Fields fields) {
        var pace = Guard.Pace.every(fields.get(INTERVAL));
        return pace.after(fields.find(DELAY).orElse(pace.delay()))
                .within(fields.find(TIMEOUT).orElse(pace.timeout()))
                .lasting(fields.find(FOR));
    }

    private Optional<Condition> condition(Fields written, Fields filled) {
        boolean hasProbe = written.find("probe").isPresent();
        boolean hasWhen = written.find("when").isPresent();
        if (hasProbe == hasWhen) {
            problems.at(
                    hasWhen ? written.positionOf("when") : written.position(),
                    hasWhen
                            ? "'probe' and 'when' exclude each other in a halt condition; name the probe in 'when' too, or"
                                    + " make this two conditions"
                            : "a halt condition needs either 'probe' with 'tolerance', or 'when' with an expression over"
                                    + " probes");
            return Optional.empty();
        }
        return hasWhen ? holds(written, filled) : missed(written);
    }

    private Optional<Condition> missed(Fields written) {
        var probe = written.require("probe").flatMap(tree -> probe(tree, written));
        var own = probe.flatMap(Activity.Probe::tolerance);
        Optional<Tolerance> tolerance = written.find("tolerance").isEmpty() && own.isPresent()
                ? own
                : reader.tolerance(written, probe.isPresent());
        if (tolerance.isPresent() && tolerance.get() instanceof Tolerance.ByProbe) {
            problems.at(
                    written.position(),
                    "a halt condition must not wait for a second probe; give it a 'tolerance' of another type");
            return Optional.empty();
        }
        return probe.isEmpty() || tolerance.isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition.Missed(probe.get(), tolerance.get()));
    }

    private Optional<Activity.Probe> probe(Tree tree, Fields written) {
        if (tree instanceof Tree.Obj inline) {
            return activities.watched(named(inline, written), "the probe of a halt condition");
        }
        var name = problems.parse(substitution.fill(tree), Name.TYPE, "probe");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Activity> known = Optional.ofNullable(activities.referable().get(name.get()));
        if (known.isPresent() && !(known.get() instanceof Activity.Probe)) {
            problems.at(tree.position(), "'" + name.get() + "' is an action; a halt condition watches a probe");
        } else if (known.isEmpty() && !activities.names().contains(name.get())) {
            var probes = List.copyOf(known().probes().keySet());
            problems.at(
                    tree.position(),
                    "no probe of the hypothesis, the method or 'safety' is named '" + name.get() + "'"
                            + Nearest.suggestion(name.get(), probes)
                            + (probes.isEmpty() ? "" : " (there is: " + String.join(", ", probes) + ")"));
        }
        return known.flatMap(
                activity -> activity instanceof Activity.Probe probe ? Optional.of(probe) : Optional.empty());
    }

    /** A probe that is written out here has the name of its guard, unless it is given one. */
    private static Tree.Obj named(Tree.Obj inline, Fields written) {
        var guard = written.tree().get("name");
        if (inline.get("name").isPresent() || guard.isEmpty()) {
            return inline;
        }
        var members = new LinkedHashMap<>(inline.members());
        members.put("name", guard.get());
        return new Tree.Obj(inline.position(), members);
    }

    private Optional<Condition> holds(Fields written, Fields filled) {
        if (written.find("tolerance").isPresent()) {
            problems.at(written.positionOf("tolerance"), "'tolerance' goes with 'probe'; write the limit into 'when'");
        }
        var when = filled.require(WHEN);
        if (when.isEmpty()) {
            return Optional.empty();
        }
        var position = filled.find("when").map(Tree::position).orElse(filled.position());
        Map<String, Activity.Probe> probes = known().probes();
        return switch (expressions(probes).read(when.get())) {
            case Expressions.Read.Good(Expression expression) -> {
                List<Activity.Probe> read = expression.fields().stream()
                        .map(Expression.Field::probe)
                        .distinct()
                        .flatMap(name -> Optional.ofNullable(probes.get(name)).stream())
                        .toList();
                needTolerances(expression, read, position);
                yield Optional.of(new Condition.Holds(expression, read));
            }
            case Expressions.Read.Bad(List<String> mistakes) -> {
                mistakes.forEach(mistake -> problems.at(position, "when: " + mistake));
                yield Optional.empty();
            }
        };
    }

    /** What may be said of the probes that are known; made when the first is asked for, as the library takes its time. */
    private Expressions expressions(Map<String, Activity.Probe> probes) {
        if (expressions.isEmpty()) {
            var outputs = new LinkedHashMap<String, List<Output>>();
            probes.forEach((name, probe) -> outputs.put(name, reader.outputs(probe)));
            expressions = Optional.of(new Expressions(Subject.PROBES, outputs));
        }
        return expressions.get();
    }

    private void needTolerances(Expression expression, List<Activity.Probe> probes, Position position) {
        for (Activity.Probe probe : probes) {
            boolean asked = expression.fields().contains(new Expression.Field(probe.name(), Output.MET));
            boolean judged = probe.tolerance()
                    .filter(tolerance -> !(tolerance instanceof Tolerance.ByProbe))
                    .isPresent();
            if (asked && !judged) {
                problems.at(
                        position,
                        "when: '" + probe.name() + "' has no tolerance that could be met; give it one, or compare its"
                                + " fields");
            }
        }
    }

    /** The same as long as no other activity is read: a file may have many conditions over many probes. */
    private Known known() {
        if (known.reads() != activities.reads()) {
            var probes = new LinkedHashMap<String, Activity.Probe>();
            activities.referable().forEach((name, activity) -> {
                if (activity instanceof Activity.Probe probe) {
                    probes.put(name, probe);
                }
            });
            known = new Known(activities.reads(), probes);
            expressions = Optional.empty();
        }
        return known;
    }
}
