package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.schema.Definitions;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Json;
import dev.shakeout.model.Rules;
import java.util.List;

/** What {@link SafetyRules} and {@link HaltConditions} read. */
final class SafetySchema {
    private final ActivitySchema activities;
    private final ToleranceSchema tolerances;
    private final boolean ours;

    SafetySchema(ActivitySchema activities, ToleranceSchema tolerances, Rules rules) {
        this.activities = activities;
        this.tolerances = tolerances;
        this.ours = rules.ours();
    }

    Schema schema(Definitions definitions) {
        Schema radius = ObjectSchema.of()
                .filled(SafetyRules.MAX_TARGETS)
                .filled(SafetyRules.MAX_PERCENT)
                .exactly(SafetyRules.RADIUS_KEYS, ours)
                .schema()
                .described("How much of the system the run may touch; checked before it starts.")
                .orPlaceholder();
        Schema watched = Schema.listOf(activities.watched()).described("Probes that only halt conditions read.");
        Schema conditions = Schema.listOf(definitions.add("halt-condition", condition()))
                .described("When the run halts by itself and everything is taken back.");
        return ObjectSchema.of()
                .optional("blast-radius", radius)
                .filled(SafetyRules.LEASE)
                .optional("probes", watched)
                .optional("halt-when", conditions)
                .exactly(SafetyRules.KEYS, ours)
                .schema()
                .described("Limits that hold whatever the method says.");
    }

    /** Of one that is only named, this cannot be seen. */
    private static Schema probeWithoutTolerance() {
        Schema without = new Schema(
                Json.object("type", "object", "not", Schema.given("tolerance").json()));
        return ObjectSchema.of().required("probe", without).more();
    }

    private Schema condition() {
        Schema named = Schema.of(Name.TYPE).described("The name of a probe of the hypothesis, the method or 'safety'.");
        Schema probe = Schema.anyOf(List.of(named, activities.inline()))
                .described("What is watched: the name of a probe, or a probe of its own.");
        Schema byExpression = ObjectSchema.of()
                .property("probe", Schema.NOTHING)
                .property("tolerance", Schema.NOTHING)
                .more();
        Schema byProbe = ObjectSchema.of().required("probe", probe).more();
        return ObjectSchema.of()
                .filled(HaltConditions.NAME)
                .property("probe", Schema.ANY.described("What is watched: the name of a probe, or a probe of its own."))
                .optional(
                        "tolerance",
                        tolerances
                                .withoutProbe()
                                .described("What is a breach when it is missed; the probe's own unless given."))
                .optional(HaltConditions.WHEN.name(), Schema.of(HaltConditions.WHEN))
                .filled(HaltConditions.DELAY)
                .filled(HaltConditions.INTERVAL)
                .filled(HaltConditions.FOR)
                .filled(HaltConditions.TIMEOUT)
                .filled(HaltConditions.FAILURES)
                .filled(HaltConditions.UNREADABLE)
                .when(Schema.given("when"), byExpression, byProbe)
                .when(
                        probeWithoutTolerance(),
                        ObjectSchema.of()
                                .required("tolerance", tolerances.withoutProbe())
                                .more())
                .exactly(HaltConditions.KEYS, ours)
                .schema()
                .example(Json.object(
                        "name",
                        "too many errors",
                        "probe",
                        "checkout is served",
                        "tolerance",
                        Json.object("type", "slo", "error-rate", "20%"),
                        "failures",
                        3));
    }
}
