package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Words;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Output;
import dev.shakeout.model.Provider;
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
    private static final List<String> KEYS =
            List.of("type", "name", "provider", "background", "pauses", "timeout", "controls", "dry");
    private static final List<String> PROBE_KEYS = List.of("tolerance", "within");
    private static final Type<Duration> PAUSE = Pause.between(Duration.ZERO);
    private static final Type<Duration> WITHIN = Type.duration(Duration.ZERO, Duration.ofDays(1));
    private static final Words<Boolean> IS_PROBE = isProbe();

    private final Rules rules;
    private final Substitution substitution;
    private final Problems problems;
    private final Providers providers;
    private final Tolerances tolerances;
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
        var probe = watched && fields.find("type").isEmpty() ? Optional.of(true) : fields.require("type", IS_PROBE);
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
        controls.read(fields);
        var name = fields.require("name", Name.TYPE);
        boolean background = fields.or("background", Type.bool(), false);
        var provider = provider(fields, isProbe, section, background);
        var pauses = pauses(fields);
        fields.find("timeout", PAUSE); // Chaos Toolkit checks it here and heeds only the provider's own
        var tolerance = isProbe ? tolerance(fields, mustBeProbe && !watched) : Optional.<Tolerance>empty();
        Duration within = isProbe ? fields.or("within", WITHIN, Duration.ZERO) : Duration.ZERO;
        var dry = rules.ours()
                ? fields.find("dry", DryWords.TYPE)
                : fields.find("dry").map(_ -> Dry.NOTHING);
        if (probe.isEmpty() || name.isEmpty() || provider.isEmpty()) {
            return Optional.empty();
        }
        var source = fields.tree().json();
        var written = new Activity.Written(name.get(), pauses, background, dry, fields.position(), source);
        return Optional.of(
                isProbe
                        ? new Activity.Probe(written, provider.get(), tolerance, within)
                        : new Activity.Action(written, provider.get()));
    }

    Optional<Tolerance> tolerance(Fields fields, boolean required) {
        var written = required ? fields.require("tolerance") : fields.find("tolerance");
        return written.flatMap(tolerances::read);
    }

    /** What a probe's reading has beside what every reading has. */
    List<Output> outputs(Activity.Probe probe) {
        return probe.provider() instanceof Provider.Call call ? providers.outputs(call) : List.of();
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

    private Pauses pauses(Fields fields) {
        return fields.find("pauses")
                .map(substitution::fill)
                .flatMap(tree -> Fields.of(tree, "'pauses'", problems))
                .map(filled -> {
                    filled.allow("before", "after");
                    return new Pauses(
                            filled.or("before", PAUSE, Duration.ZERO), filled.or("after", PAUSE, Duration.ZERO));
                })
                .orElse(Pauses.NONE);
    }
}
