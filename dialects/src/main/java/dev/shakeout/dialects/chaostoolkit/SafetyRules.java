package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code safety}: {blast-radius, lease, probes, halt-when}; its placeholders are filled except in tolerances. */
final class SafetyRules {
    private static final Type<Integer> TARGETS = Type.integer(1, 1_000_000);
    private static final Type<Percent> SHARE = new ShareType();
    private static final Type<Duration> LEASE = Type.duration(Duration.ofSeconds(1), Duration.ofHours(1));

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
        safety.allow("blast-radius", "lease", "probes", "halt-when");
        activities.watched(written.items("probes"));
        return new Safety(
                safety.object("blast-radius")
                        .map(radius -> blastRadius(safety, radius))
                        .orElse(Safety.BlastRadius.UNLIMITED),
                safety.or("lease", LEASE, Safety.DEFAULT_LEASE),
                new HaltConditions(activities, reader, substitution, safety.problems())
                        .read(written.items("halt-when")));
    }

    private static Safety.BlastRadius blastRadius(Fields safety, Fields radius) {
        radius.allow("max-targets", "max-percent");
        return new Safety.BlastRadius(
                radius.find("max-targets", TARGETS),
                radius.find("max-percent", SHARE),
                Optional.of(safety.positionOf("blast-radius")));
    }

    private Fields filled(Fields written) {
        return new Fields((Tree.Obj) substitution.fill(written.tree()), written.what(), written.problems());
    }
}
