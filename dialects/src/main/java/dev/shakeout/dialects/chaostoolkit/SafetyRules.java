package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code safety}: {blast-radius, lease, probes, halt-when}; its placeholders are filled except in tolerances. */
final class SafetyRules {
    static final Parameter<Integer> MAX_TARGETS = Parameter.optional(
            "max-targets",
            Type.integer(1, 1_000_000),
            "How many targets the whole run may hit; more, and it is refused.");
    static final Parameter<Percent> MAX_PERCENT = Parameter.optional(
            "max-percent",
            new ShareType(),
            "Which share of the targets that a selector finds an activity may hit; more, and the run is refused.");
    static final Parameter<Duration> LEASE = Parameter.withDefault(
            "lease",
            Type.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            Safety.DEFAULT_LEASE,
            "How long faults may stay on without a sign of life from the run; then they are taken back without it.");
    static final List<String> KEYS = List.of("blast-radius", "lease", "probes", "halt-when");
    static final List<String> RADIUS_KEYS = List.of("max-targets", "max-percent");

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
        safety.allow(KEYS);
        activities.watched(written.items("probes"));
        return new Safety(
                safety.object("blast-radius")
                        .map(radius -> blastRadius(safety, radius))
                        .orElse(Safety.BlastRadius.UNLIMITED),
                safety.get(LEASE),
                new HaltConditions(activities, reader, substitution, safety.problems())
                        .read(written.items("halt-when")));
    }

    private static Safety.BlastRadius blastRadius(Fields safety, Fields radius) {
        radius.allow(RADIUS_KEYS);
        return new Safety.BlastRadius(
                radius.find(MAX_TARGETS), radius.find(MAX_PERCENT), Optional.of(safety.positionOf("blast-radius")));
    }

    private Fields filled(Fields written) {
        return new Fields((Tree.Obj) substitution.fill(written.tree()), written.what(), written.problems());
    }
}
