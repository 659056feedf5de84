package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.schema.Definitions;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Json;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Rules;
import java.util.ArrayList;
import java.util.List;

/** What {@link ActivityReader} and {@link Activities} read, by where it is written. */
final class ActivitySchema {
    private static final String PROBE = "probe";
    private static final String ACTION = "action";
    private static final Schema READS = Schema.word(PROBE, "Reads something and changes nothing.");
    private static final Schema CHANGES = Schema.word(ACTION, "Changes something.");

    private final ProviderSchema providers;
    private final ToleranceSchema tolerances;
    private final Schema controls;
    private final boolean ours;
    private final Schema pauses;
    private final Schema reference;
    private final Schema again;
    private final Schema probe;
    private final Schema look;
    private final Definitions definitions;

    /** How much of a probe must be written. */
    private enum Needs {
        TYPE_AND_TOLERANCE,
        TYPE,
        NAME,
        NEITHER
    }

    ActivitySchema(
            ProviderSchema providers,
            ToleranceSchema tolerances,
            Schema controls,
            Rules rules,
            Definitions definitions) {
        this.providers = providers;
        this.tolerances = tolerances;
        this.controls = controls;
        this.ours = rules.ours();
        this.definitions = definitions;
        this.pauses = definitions.add("pauses", pauses());
        this.reference = definitions.add("reference", reference(true));
        this.again = definitions.add("rollback-reference", reference(false));
        this.probe = definitions.add("probe", probe(Needs.TYPE, true));
        this.look = definitions.add("rollback-probe", probe(Needs.TYPE, false));
    }

    Schema hypothesis() {
        Schema judged = definitions.add("hypothesis-probe", probe(Needs.TYPE_AND_TOLERANCE, false));
        return Schema.listOf(ours ? judged : orHeld(judged))
                .described("Probes, each with the tolerance that it must meet.");
    }

    /** By Chaos Toolkit's rules one of the method's probes may be named, with a tolerance. */
    private Schema orHeld(Schema judged) {
        Schema held = ObjectSchema.of()
                .key(Activities.REF)
                .required("tolerance", tolerances.any())
                .schema();
        return ObjectSchema.of()
                .when(Schema.given(Activities.REF.name()), held, judged)
                .schema();
    }

    Schema method() {
        Schema action = definitions.add("action", action(providers.callsAndFaults(), true));
        return Schema.listOf(definitions.add("method-activity", either(action, probe, reference)))
                .described("What is done to the system, and what is looked at meanwhile, in this order.");
    }

    Schema rollbacks() {
        Schema action = definitions.add("rollback-action", action(providers.calls(), false));
        return Schema.listOf(definitions.add("rollback-activity", either(action, look, again)))
                .described("What sets the system right again after the method. Faults are taken back by themselves.");
    }

    /** Only halt conditions read them. */
    Schema watched() {
        return definitions.add("watched-probe", probe(Needs.NAME, false));
    }

    /** Written out in a halt condition. */
    Schema inline() {
        return definitions.add("halt-probe", probe(Needs.NEITHER, false));
    }

    private Schema reference(boolean method) {
        return cued(ObjectSchema.of().key(Activities.REF).key(ActivityReader.BACKGROUND), method)
                .exactly(Activities.REF_KEYS, ours)
                .schema();
    }

    /** Only in the method there is something before it that an activity could wait for. */
    private ObjectSchema cued(ObjectSchema activity, boolean method) {
        if (method && ours) {
            return activity.key(CueReader.AFTER).filled(CueReader.IF);
        }
        CueReader.KEYS.forEach(key -> activity.unoffered(
                key, Schema.NOTHING.described("Goes with an activity of the method only, by Shakeout's own rules.")));
        return activity;
    }

    private Schema either(Schema action, Schema probe, Schema reference) {
        Schema written = ObjectSchema.of()
                .required("type", Schema.of(ActivityReader.TYPE).meaning(List.of(READS, CHANGES)))
                .when("type", PROBE, probe)
                .when("type", ACTION, action)
                .more();
        Schema any = Schema.ANY;
        return ObjectSchema.of() // what an editor offers while nothing is written
                .property("type", Schema.anyOf(List.of(READS, CHANGES, any)).described(ActivityReader.TYPE.help()))
                .property("name", any.described(ActivityReader.NAME.help()).example(Json.of("checkout is served")))
                .property(
                        "provider",
                        any.described("What is done, and with what.")
                                .example(Json.object("type", "http", "url", "http://localhost:8080/health")))
                .property("ref", any.described(Activities.REF.help()).example(Json.of("checkout is served")))
                .when(Schema.given(Activities.REF.name()), reference, written)
                .schema();
    }

    private Schema pauses() {
        return ObjectSchema.of()
                .filled(ActivityReader.BEFORE)
                .filled(ActivityReader.AFTER)
                .exactly(ActivityReader.PAUSES_KEYS, ours)
                .schema()
                .orPlaceholder();
    }

    private Schema probe(Needs needs, boolean method) {
        var activity = ObjectSchema.of();
        if (needs == Needs.TYPE || needs == Needs.TYPE_AND_TOLERANCE) {
            activity.required("type", READS);
        } else {
            activity.optional("type", READS);
        }
        if (needs == Needs.NEITHER) {
            activity.optional("name", Schema.of(ActivityReader.NAME));
        } else {
            activity.key(ActivityReader.NAME);
        }
        activity.required("provider", providers.calls());
        if (needs == Needs.TYPE_AND_TOLERANCE) {
            activity.required(
                    "tolerance", tolerances.any().described("What the output must be, for the steady state to hold."));
        } else {
            activity.optional("tolerance", tolerances.any().described("What the output must be."));
        }
        activity.key(ProbeTimes.WITHIN)
                .optional("retry", retry())
                .when(
                        Schema.given("retry"),
                        ObjectSchema.of()
                                .property(ProbeTimes.WITHIN.name(), Schema.NOTHING)
                                .more());
        if (needs == Needs.TYPE_AND_TOLERANCE && ours) {
            activity.optional("phases", phases())
                    .optional("during", during())
                    .when(
                            Schema.given("during"),
                            ObjectSchema.of()
                                    .required(
                                            "phases",
                                            new Schema(Json.object(
                                                    "type",
                                                    "array",
                                                    "contains",
                                                    Json.object("const", Phase.DURING.word()))))
                                    .more());
        } else {
            ProbeTimes.HYPOTHESIS_KEYS.forEach(key -> activity.unoffered(
                    key,
                    Schema.NOTHING.described("Goes with a probe of the hypothesis only, by Shakeout's own rules.")));
        }
        return rest(activity, method);
    }

    private Schema retry() {
        return ObjectSchema.of()
                .filled(ProbeTimes.ATTEMPTS)
                .filled(ProbeTimes.PAUSE)
                .exactly(ProbeTimes.RETRY_KEYS, ours)
                .schema()
                .described("How many times the probe is read until its tolerance is met; in place of 'within'.")
                .orPlaceholder();
    }

    private static Schema phases() {
        Schema word = Schema.of(ProbeTimes.PHASE)
                .meaning(
                        "before",
                        "Before the method; a miss keeps it from being begun.",
                        "during",
                        "Again and again while the method runs.",
                        "after",
                        "When everything is taken back.");
        return Schema.listOf(word)
                .with("minItems", Json.of(1))
                .described("When this probe is read, whatever the strategy of 'runtime' says.");
    }

    private Schema during() {
        return ObjectSchema.of()
                .filled(ProbeTimes.DELAY)
                .filled(ProbeTimes.INTERVAL)
                .filled(ProbeTimes.FOR)
                .exactly(ProbeTimes.DURING_KEYS, ours)
                .schema()
                .described("When and how often it is read while the method runs.")
                .orPlaceholder();
    }

    private Schema action(Schema provider, boolean method) {
        var activity = ObjectSchema.of()
                .required("type", CHANGES)
                .key(ActivityReader.NAME)
                .required("provider", provider);
        ActivityReader.PROBE_KEYS.forEach(
                key -> activity.unoffered(key, Schema.NOTHING.described("Goes with a probe only.")));
        return rest(activity, method);
    }

    private Schema rest(ObjectSchema activity, boolean method) {
        cued(activity, method)
                .key(ActivityReader.BACKGROUND)
                .optional("pauses", pauses.described("How long to wait before the activity and after it."))
                .key(ActivityReader.TIMEOUT)
                .optional("controls", controls);
        if (ours) {
            activity.key(ActivityReader.DRY);
        } else {
            activity.property(
                    ActivityReader.DRY.name(),
                    Schema.ANY.described("Taken as Chaos Toolkit takes it: it never makes an activity dry."));
        }
        var keys = new ArrayList<>(ActivityReader.KEYS);
        keys.addAll(ActivityReader.PROBE_KEYS);
        return activity.exactly(keys, ours).schema();
    }
}
