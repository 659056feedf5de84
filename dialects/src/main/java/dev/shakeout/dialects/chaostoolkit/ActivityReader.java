package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.Words;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Reads;
import dev.shakeout.model.Retry;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one activity that is written out. */
final class ActivityReader {
    private static final Type<Duration> PAUSE = Pause.between(Duration.ZERO);

    static final Parameter<Boolean> TYPE = Parameter.required(
            "type", isProbe(), "A probe reads something and changes nothing; an action changes something.");
    static final Parameter<String> NAME = Parameter.required(
            "name", Name.TYPE, "Told while it runs and in every report; no other activity may have it.");
    static final Parameter<Boolean> BACKGROUND = Parameter.withDefault(
            "background", Type.bool(), false, "Whether the next activity begins without waiting for this one to end.");
    static final Parameter<Duration> TIMEOUT = Parameter.optional(
            "timeout", PAUSE, "Taken as Chaos Toolkit takes it, and not heeded; the provider's own timeout is.");
    static final Parameter<Dry> DRY = Parameter.optional(
            "dry", DryWords.TYPE, "Whether the activity is only pretended; such a run proves nothing.");
    static final Parameter<Duration> BEFORE =
            Parameter.withDefault("before", PAUSE, Duration.ZERO, "How long to wait before the activity.");
    static final Parameter<Duration> AFTER =
            Parameter.withDefault("after", PAUSE, Duration.ZERO, "How long to wait after the activity.");
    static final List<String> KEYS =
            List.of("type", "name", "provider", "background", "pauses", "timeout", "controls", "dry", "after", "if");
    private static final List<Output> INJECTIONS =
            List.of(new Output("injections", Output.Kind.ANY, "the ids of what was injected"));
    static final List<String> PROBE_KEYS = List.of("tolerance", "within", "retry", "phases", "during");
    static final List<String> PAUSES_KEYS = List.of("before", "after");

    private final Rules rules;
    private final Substitution substitution;
    private final Problems problems;
    private final Providers providers;
    private final Tolerances tolerances;
    private final ProbeTimes times;
    private final ControlReader controls;

    /** Where an activity is written. */
    enum Section {
        HYPOTHESIS,
        METHOD,
        ROLLBACKS,
        /** Read by halt conditions only. */
        WATCHED
    }

    ActivityReader(
            Rules rules, Substitution substitution, Providers providers, ControlReader controls, Problems problems) {
        this.rules = rules;
        this.substitution = substitution;
        this.problems = problems;
        this.providers = providers;
        this.controls = controls;
        this.times = new ProbeTimes(substitution);
        this.tolerances = new Tolerances(rules, substitution, providers, problems);
    }

    private static Words<Boolean> isProbe() {
        var words = new LinkedHashMap<String, Boolean>();
        words.put("probe", true);
        words.put("action", false);
        return new Words<>(words, Map.of());
    }

    Optional<Activity> read(Fields fields, Section section) {
        boolean watched = section == Section.WATCHED;
        boolean mustBeProbe = watched || section == Section.HYPOTHESIS;
        var probe = watched && fields.find("type").isEmpty() ? Optional.of(true) : fields.require(TYPE);
        if (mustBeProbe && probe.isPresent() && !probe.get()) {
            problems.at(
                    fields.positionOf("type"),
                    watched
                            ? "a halt condition watches probes only, and this is an action"
                            : "a hypothesis holds probes only; move this action to the method");
            return Optional.empty();
        }
        boolean isProbe = probe.orElse(true);
        allow(fields, isProbe);
        if (section != Section.METHOD || !rules.ours()) {
            CueReader.refuse(fields, rules.ours(), problems);
        }
        controls.read(fields);
        var name = fields.require(NAME);
        boolean background = fields.get(BACKGROUND);
        var provider = provider(fields, isProbe, section, background);
        var pauses = pauses(fields);
        fields.find(TIMEOUT); // Chaos Toolkit checks it here and heeds only the provider's own
        var tolerance = isProbe ? tolerance(fields, mustBeProbe && !watched) : Optional.<Tolerance>empty();
        var retry = isProbe ? times.retry(fields) : Retry.NONE;
        var reads = isProbe ? times.reads(fields, section == Section.HYPOTHESIS) : Reads.BY_STRATEGY;
        var dry = rules.ours() ? fields.find(DRY) : fields.find("dry").map(_ -> Dry.NOTHING);
        if (probe.isEmpty() || name.isEmpty() || provider.isEmpty()) {
            return Optional.empty();
        }
        var source = fields.tree().json();
        var written =
                new Activity.Written(name.get(), pauses, background, dry, Activity.Cue.NONE, fields.position(), source);
        return Optional.of(
                isProbe
                        ? new Activity.Probe(written, provider.get(), tolerance, retry, reads)
                        : new Activity.Action(written, provider.get()));
    }

    Optional<Tolerance> tolerance(Fields fields, boolean required) {
        var written = required ? fields.require("tolerance") : fields.find("tolerance");
        return written.flatMap(tolerances::read);
    }

    /** What the reading of a probe, or the output of an activity, has beside what every one has. */
    List<Output> outputs(Activity activity) {
        return switch (activity.provider()) {
            case Provider.Call call -> providers.outputs(call);
            case Provider.FaultCall _ -> INJECTIONS;
        };
    }

    private void allow(Fields fields, boolean isProbe) {
        var keys = new ArrayList<>(KEYS);
        keys.addAll(PROBE_KEYS);
        fields.allow(keys);
        for (String key : isProbe ? List.<String>of() : PROBE_KEYS) {
            if (fields.find(key).isPresent()) {
                problems.at(fields.positionOf(key), "'" + key + "' goes with a probe only, and this is an action");
            }
        }
    }

    private Optional<Provider> provider(Fields fields, boolean isProbe, Section section, boolean background) {
        var place = isProbe
                ? Providers.Place.PROBE
                : section == Section.ROLLBACKS ? Providers.Place.ROLLBACK_ACTION : Providers.Place.METHOD_ACTION;
        return fields.require("provider")
                .map(written -> FilledProvider.of(written, substitution, rules))
                .flatMap(tree -> Fields.of(tree, "the provider", problems))
                .flatMap(filled -> providers.read(filled, place, background));
    }

    /** That tool takes a number, or a reference to one. */
    private Tree withoutUnits(Tree pauses) {
        if (!rules.ours() && pauses instanceof Tree.Obj object) {
            for (String key : PAUSES_KEYS) {
                object.get(key)
                        .map(Tree.Member::value)
                        .filter(value -> value.json() instanceof Json.Str(String text)
                                && !(text.startsWith("${") && text.endsWith("}")))
                        .ifPresent(value -> {
                            problems.at(
                                    value.position(),
                                    key
                                            + ": by the rules of Chaos Toolkit a pause is a number of seconds, or a variable"
                                            + " as ${name}");
                            problems.excuse(value.position());
                        });
            }
        }
        return pauses;
    }

    private Pauses pauses(Fields fields) {
        return fields.find("pauses")
                .map(this::withoutUnits)
                .map(substitution::fill)
                .flatMap(tree -> Fields.of(tree, "'pauses'", problems))
                .map(filled -> {
                    filled.allow(PAUSES_KEYS);
                    return new Pauses(filled.get(BEFORE), filled.get(AFTER));
                })
                .orElse(Pauses.NONE);
    }
}
