package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Dialect;
import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Filled;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Mask;
import dev.shakeout.model.Material;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Vocabulary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The native format: Chaos Toolkit's experiment, and ours on top of it: faults, {@code safety}, {@code links}, tolerances
 * of type slo, {@code within} on a probe.
 */
public final class ChaosToolkit implements Dialect {
    static final Parameter<String> TITLE = Parameter.required("title", Name.TYPE, "What the experiment is to show.");
    static final Parameter<String> DESCRIPTION =
            Parameter.required("description", Name.TYPE, "Why it should, and what happens otherwise.");
    static final Parameter<Dry> DRY = Parameter.withDefault(
            "dry",
            DryWords.TYPE,
            Dry.NOTHING,
            "What of the run is only pretended; true is the same as activities. Such a run proves nothing.");
    static final Parameter<String> HYPOTHESIS_TITLE =
            Parameter.required("title", Name.TYPE, "What holds while the system is well.");
    static final List<String> HYPOTHESIS_KEYS = List.of("title", "probes", "controls");
    static final List<String> KEYS = List.of(
            "title",
            "description",
            "tags",
            "version",
            "contributions",
            "configuration",
            "secrets",
            "steady-state-hypothesis",
            "method",
            "rollbacks",
            "controls",
            "extensions",
            "runtime",
            "dry",
            "safety",
            "links",
            "$schema");

    /** Where placeholders stand for values. */
    private static final Set<String> FILLED =
            Set.of("title", "steady-state-hypothesis", "method", "rollbacks", "safety", "links");

    /** What says which secret it is where one is only named. */
    private static final Set<String> REFERENCE = Set.of("type", "key", "path");

    @Override
    public String name() {
        return "chaostoolkit";
    }

    /** Any object that is no Kubernetes manifest, so that a file with a mistyped key is judged by these rules. */
    @Override
    public boolean recognises(Tree document) {
        return !(document instanceof Tree.Obj object)
                || object.get("apiVersion").isEmpty();
    }

    @Override
    public Experiment read(Tree document, Inputs inputs, Vocabulary vocabulary) {
        var rules = inputs.rules();
        var problems = new Problems(rules, inputs.mask());
        var fields = Fields.of(document, "the experiment", problems)
                .orElseThrow(() -> new InvalidInput(problems.found()))
                .allow(KEYS);
        var settings = Settings.read(fields, inputs, vocabulary, problems);
        var substitution = new Substitution(settings, problems);
        var providers = new Providers(vocabulary, settings, inputs.checks());
        var controls = new ControlReader(inputs, problems);
        var reader = new ActivityReader(rules, substitution, providers, controls, problems);
        var activities = new Activities(reader, substitution, problems);

        var title = fields.require(TITLE).map(substitution::fillPublic);
        var description = fields.require(DESCRIPTION).map(inputs.mask()::hide);
        List<String> tags = fields.items("tags").stream()
                .flatMap(tag -> problems.parse(tag, Name.TYPE, "tags").stream())
                .toList();
        var hypothesis = fields.object("steady-state-hypothesis")
                .map(written -> hypothesis(written, fields, activities, substitution, controls));
        fields.require("method");
        List<Activity> method = activities.method(fields.items("method"));
        List<Activity> rollbacks = activities.rollbacks(fields.items("rollbacks"));
        Safety safety = fields.object("safety")
                .map(new SafetyRules(activities, reader, substitution)::read)
                .orElse(Safety.DEFAULT);
        if (rules.ours()) {
            activities.refuseDuplicates();
        }
        Map<String, Path> links = fields.find("links")
                .map(substitution::fill)
                .flatMap(tree -> Fields.of(tree, "'links'", problems))
                .map(Links::read)
                .orElse(Map.of());
        var strategies = StrategyWords.read(fields.object("runtime"));
        Dry dry = rules.ours() ? fields.get(DRY) : Dry.NOTHING;
        controls.read(fields);
        controls.checkReferences();
        checkExtensions(fields);
        providers.draws().check(method, problems);
        problems.throwIfAny();
        var written = (Json.Obj) document.json();
        return new Experiment(
                rules,
                title.orElseThrow(),
                description.orElseThrow(),
                tags,
                hypothesis,
                method,
                rollbacks,
                safety,
                strategies,
                dry,
                links,
                inputs.mask().hide(shown(written, title.orElseThrow(), rules)),
                new Material(written, settings.configurationObject(), settings.secretsObject()));
    }

    /** The same document with its placeholders replaced; what is wrong in it was told by who has read it. */
    public static Filled filled(Tree document, Inputs inputs, Vocabulary vocabulary) {
        var problems = new Problems(Rules.SHAKEOUT, inputs.mask());
        var fields =
                Fields.of(document, "the experiment", problems).orElseThrow(() -> new InvalidInput(problems.found()));
        var substitution = new Substitution(Settings.read(fields, inputs, vocabulary, problems), problems);
        var filled = fields.tree().with((key, value) -> FILLED.contains(key) ? substitution.fill(value) : value);
        return new Filled(filled, problems.hidden(), problems.excused());
    }

    /** By Chaos Toolkit's rules the title is filled in, and the dry mode noted. */
    private static Json.Obj shown(Json.Obj document, String title, Rules rules) {
        Json.Obj open = withoutSecrets(document);
        return rules.ours() ? open : open.with("title", Json.of(title)).with("dry", Json.Null.NULL);
    }

    /** The document as it may be shown: a secret that is written out in it is masked, a reference to one is not. */
    public static Json.Obj withoutSecrets(Json.Obj document) {
        return document.get("secrets")
                .map(secrets -> document.with("secrets", masked(secrets)))
                .orElse(document);
    }

    private static Json masked(Json secrets) {
        if (!(secrets instanceof Json.Obj(var members))) {
            return Json.of(Mask.HIDDEN);
        }
        boolean reference = SecretReader.isReference(secrets);
        var shown = new LinkedHashMap<String, Json>();
        members.forEach(
                (name, value) -> shown.put(name, reference && REFERENCE.contains(name) ? value : masked(value)));
        return new Json.Obj(shown);
    }

    private static Hypothesis hypothesis(
            Fields written,
            Fields experiment,
            Activities activities,
            Substitution substitution,
            ControlReader controls) {
        written.allow(HYPOTHESIS_KEYS);
        controls.read(written);
        List<Tree> probes = written.items("probes");
        boolean ours = written.problems().rules().ours();
        return new Hypothesis(
                written.require(HYPOTHESIS_TITLE)
                        .map(title -> ours
                                ? substitution.fillPublic(title)
                                : written.problems().shown(title))
                        .orElse(""),
                ours
                        ? activities.hypothesis(probes)
                        : activities.hypothesis(probes, listed(experiment.find("method"))));
    }

    private static List<Tree> listed(Optional<Tree> tree) {
        return tree.filter(Tree.Arr.class::isInstance)
                .map(Tree.Arr.class::cast)
                .map(Tree.Arr::items)
                .orElse(List.of());
    }

    private static void checkExtensions(Fields fields) {
        for (Tree extension : fields.items("extensions")) {
            Fields.of(extension, "an extension", fields.problems())
                    .ifPresent(value -> value.require("name", Name.TYPE));
        }
    }
}
