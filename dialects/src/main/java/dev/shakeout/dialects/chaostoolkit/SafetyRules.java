package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code safety}: {blast-radius, lease, halt-when}; its placeholders are filled except in tolerances. */
final class SafetyRules {
    private static final Type<Integer> TARGETS = Type.integer(1, 1_000_000);
    private static final Type<Percent> SHARE = new ShareType();
    private static final Type<Duration> LEASE = Type.duration(Duration.ofSeconds(1), Duration.ofHours(1));
    private static final Type<Duration> INTERVAL = Type.duration(Duration.ofMillis(50), Duration.ofHours(1));
    private static final Type<Integer> FAILURES = Type.integer(1, 1_000_000);

    private final Activities activities;
    private final ActivityReader reader;
    private final Substitution substitution;

    SafetyRules(Activities activities, ActivityReader reader, Substitution substitution) {
        this.activities = activities;
        this.reader = reader;
        this.substitution = substitution;
    }

    Safety read(Fields written) {
        var safety = filled(written);
        safety.allow("blast-radius", "lease", "halt-when");
        return new Safety(
                safety.object("blast-radius")
                        .map(radius -> blastRadius(safety, radius))
                        .orElse(Safety.BlastRadius.UNLIMITED),
                safety.or("lease", LEASE, Safety.DEFAULT_LEASE),
                haltWhen(written));
    }

    private static Safety.BlastRadius blastRadius(Fields safety, Fields radius) {
        radius.allow("max-targets", "max-percent");
        return new Safety.BlastRadius(
                radius.find("max-targets", TARGETS),
                radius.find("max-percent", SHARE),
                Optional.of(safety.positionOf("blast-radius")));
    }

    private List<Safety.HaltWhen> haltWhen(Fields safety) {
        var conditions = new ArrayList<Safety.HaltWhen>();
        Map<String, Tree> names = new HashMap<>();
        for (Tree item : safety.items("halt-when")) {
            Fields.of(item, "a halt condition", safety.problems()).ifPresent(written -> {
                condition(written).ifPresent(conditions::add);
                written.find("name").ifPresent(name -> {
                    Tree first = names.putIfAbsent(name.json().text(), name);
                    if (first != null) {
                        safety.problems()
                                .at(
                                        name.position(),
                                        "the name '" + name.json().text() + "' is taken by the halt condition at "
                                                + first.position());
                    }
                });
            });
        }
        return conditions;
    }

    private Optional<Safety.HaltWhen> condition(Fields written) {
        written.allow("name", "probe", "tolerance", "interval", "failures");
        var fields = filled(written);
        var name = fields.require("name", Name.TYPE);
        var probe = fields.require("probe").flatMap(tree -> probe(tree, fields));
        var tolerance = reader.tolerance(written, true);
        var interval = fields.or("interval", INTERVAL, Duration.ofSeconds(1));
        int failures = fields.or("failures", FAILURES, 1);
        if (name.isEmpty() || probe.isEmpty() || tolerance.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Safety.HaltWhen(name.get(), probe.get(), tolerance.get(), interval, failures, written.position()));
    }

    private Optional<Activity.Probe> probe(Tree tree, Fields fields) {
        var name = fields.problems().parse(tree, Name.TYPE, "probe");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var known = activities.referable();
        if (known.get(name.get()) instanceof Activity.Probe probe) {
            return Optional.of(probe);
        }
        if (known.containsKey(name.get())) {
            fields.problems()
                    .at(tree.position(), "'" + name.get() + "' is an action; a halt condition watches a probe");
        } else if (!activities.names().contains(name.get())) {
            var probes = known.values().stream()
                    .filter(activity -> activity instanceof Activity.Probe)
                    .map(Activity::name)
                    .toList();
            fields.problems()
                    .at(
                            tree.position(),
                            "no probe of the hypothesis or the method is named '" + name.get() + "'"
                                    + Nearest.suggestion(name.get(), probes)
                                    + (probes.isEmpty() ? "" : " (there is: " + String.join(", ", probes) + ")"));
        }
        return Optional.empty();
    }

    private Fields filled(Fields written) {
        return new Fields((Tree.Obj) substitution.fill(written.tree()), written.what(), written.problems());
    }
}
