package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.schema.Definitions;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Json;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The native format as a JSON Schema (2020-12), for editors. It is made from what {@link ChaosToolkit} reads by: the
 * descriptors of the vocabulary, the keys and the typed parameters of each reader. What that reader takes, it takes; it may
 * take more, as a schema looks at one value at a time: whether a name exists, and whether 400ms is in range, it cannot see.
 */
public final class ExperimentSchema {
    /** What it is called; where it can be fetched too once the project has a home on the web. */
    public static final String ID = "https://shakeout.dev/schema/experiment.json";

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final Rules rules;
    private final Definitions definitions = new Definitions();
    private final Schema controls;
    private final ValueSchema values;
    private final ActivitySchema activities;
    private final SafetySchema safety;

    private ExperimentSchema(Vocabulary vocabulary, Rules rules) {
        this.rules = rules;
        this.controls = new ControlSchema(rules).list(definitions);
        var providers = new ProviderSchema(vocabulary, rules, definitions);
        this.values = new ValueSchema(providers, rules, definitions);
        var tolerances = new ToleranceSchema(providers, rules, definitions);
        this.activities = new ActivitySchema(providers, tolerances, controls, rules, definitions);
        this.safety = new SafetySchema(activities, tolerances, rules);
    }

    /**
     * The whole of it.
     *
     * @param vocabulary what this installation knows
     * @param rules by Chaos Toolkit's, a key that means nothing is no mistake
     */
    public static Json.Obj of(Vocabulary vocabulary, Rules rules) {
        return new ExperimentSchema(vocabulary, rules).document();
    }

    private Json.Obj document() {
        var experiment = ObjectSchema.of()
                .key(ChaosToolkit.TITLE)
                .key(ChaosToolkit.DESCRIPTION)
                .optional("tags", Schema.listOf(Schema.of(Name.TYPE)).described("Words to find the experiment by."))
                .property(
                        "version",
                        Schema.ANY.described("Of the format; not looked at.").example(Json.of("1.0.0")))
                .property(
                        "contributions",
                        Schema.ANY
                                .described(
                                        "What the experiment contributes to, each with none, low, medium or high; not"
                                                + " looked at.")
                                .example(Json.object("reliability", "high")))
                .optional("configuration", values.configuration())
                .optional("secrets", values.secrets())
                .optional("steady-state-hypothesis", hypothesis())
                .required("method", activities.method())
                .optional("rollbacks", activities.rollbacks())
                .optional("controls", controls)
                .optional("extensions", extensions())
                .optional("runtime", runtime());
        if (rules.ours()) {
            experiment.key(ChaosToolkit.DRY);
        } else {
            experiment.property("dry", Schema.ANY.described("Not looked at."));
        }
        experiment
                .optional("safety", safety.schema(definitions))
                .optional("links", links())
                .property(
                        "$schema",
                        Schema.ANY
                                .described("Where this schema is, for editors; means nothing else.")
                                .example(Json.of(ID)))
                .exactly(ChaosToolkit.KEYS, rules.ours());
        return document(experiment.schema());
    }

    private Json.Obj document(Schema experiment) {
        var document = new LinkedHashMap<String, Json>();
        document.put("$schema", Json.of(DIALECT));
        document.put("$id", Json.of(rules.ours() ? ID : ID.replace(".json", "-" + RulesWords.of(rules) + ".json")));
        document.put("title", Json.of("Shakeout experiment"));
        document.put(
                "description",
                Json.of(
                        "An experiment in Chaos Toolkit's format, with Shakeout's own parts: faults, load, safety. Made by"
                                + " 'shakeout schema'; not to be changed by hand."));
        document.putAll(experiment.json().members());
        document.put("$defs", definitions.json());
        return new Json.Obj(document);
    }

    private Schema hypothesis() {
        return ObjectSchema.of()
                .key(ChaosToolkit.HYPOTHESIS_TITLE)
                .optional("probes", activities.hypothesis())
                .optional("controls", controls)
                .exactly(ChaosToolkit.HYPOTHESIS_KEYS, rules.ours())
                .schema()
                .described("What must hold before the method, while faults are on, and after it.");
    }

    private static Schema extensions() {
        return Schema.listOf(ObjectSchema.of()
                        .required("name", Schema.of(Name.TYPE).described("Whose data it is."))
                        .schema())
                .described("Data of other tools; each may have any keys besides its name.");
    }

    private Schema runtime() {
        Schema hypothesis = ObjectSchema.of()
                .optional(
                        StrategyWords.WHEN.name(),
                        Schema.of(StrategyWords.WHEN)
                                .meaning(
                                        "default",
                                        "Before the method and after it.",
                                        "before-method-only",
                                        "Before the method.",
                                        "after-method-only",
                                        "After the method.",
                                        "during-method-only",
                                        "Again and again while the method runs.",
                                        "continuously",
                                        "Before, during and after the method.",
                                        "skip",
                                        "Never: such a run proves nothing."))
                .key(StrategyWords.FREQUENCY)
                .key(StrategyWords.FAIL_FAST)
                .exactly(StrategyWords.HYPOTHESIS_KEYS, rules.ours())
                .schema();
        Schema rollbacks = ObjectSchema.of()
                .optional(
                        StrategyWords.ROLLBACK.name(),
                        Schema.of(StrategyWords.ROLLBACK)
                                .meaning(
                                        "default",
                                        rules.ours()
                                                ? "Whenever the method has begun."
                                                : "Unless the run failed or was interrupted.",
                                        "always",
                                        "However the run went.",
                                        "never",
                                        "Not at all.",
                                        "deviated",
                                        "If the hypothesis was missed."))
                .exactly(StrategyWords.ROLLBACKS_KEYS, rules.ours())
                .schema();
        return ObjectSchema.of()
                .optional("hypothesis", hypothesis.described("When and how often the hypothesis is checked."))
                .optional("rollbacks", rollbacks.described("When the rollbacks run."))
                .exactly(StrategyWords.KEYS, rules.ours())
                .schema()
                .described("How the run goes; options of the command line win over it.");
    }

    private Schema links() {
        Schema path = Schema.of(Links.CONTROL).orPlaceholder();
        Schema whole = ObjectSchema.of()
                .required(Links.CONTROL.name(), path)
                .exactly(Links.KEYS, rules.ours())
                .schema();
        return ObjectSchema.of()
                .others(Schema.anyOf(List.of(path, whole)))
                .schema()
                .with("propertyNames", Json.object("pattern", "\\S"))
                .described("Proxies that stand on links between services, each by the name of the service behind it.")
                .example(Json.object("db", "/run/shakeout/links/db"))
                .orPlaceholder();
    }
}
