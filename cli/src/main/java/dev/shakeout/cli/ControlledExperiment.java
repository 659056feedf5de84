package dev.shakeout.cli;

import dev.shakeout.dialects.settings.GlobalControl;
import dev.shakeout.dialects.settings.UserSettings;
import dev.shakeout.engine.Controls.Place;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.Json;
import dev.shakeout.model.Material;
import dev.shakeout.python.ControlScript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An experiment as its controls see it, and as they have changed it. */
final class ControlledExperiment {
    private final Experiment written;
    private final List<GlobalControl> everywhere;
    private final UserSettings settings;
    private final Rereading rereading;
    private Json.Obj document;
    private Json.Obj configuration;
    private Json.Obj secrets;
    private Optional<Experiment> changed = Optional.empty();
    private boolean begun;

    ControlledExperiment(
            Experiment written, List<GlobalControl> everywhere, UserSettings settings, Rereading rereading) {
        this.written = written;
        this.everywhere = everywhere;
        this.settings = settings;
        this.rereading = rereading;
        Material material = written.material();
        this.document = material.document().get("secrets").isPresent()
                ? written.source()
                        .with("secrets", material.document().get("secrets").get())
                : written.source();
        this.configuration = material.configuration();
        this.secrets = material.secrets();
    }

    /** Whether anybody wants to look on. */
    static boolean any(Experiment experiment, List<GlobalControl> everywhere) {
        return !everywhere.isEmpty() || mentionsControls(experiment.material().document());
    }

    private static boolean mentionsControls(Json json) {
        return switch (json) {
            case Json.Obj(var members) ->
                members.getOrDefault("controls", Json.Null.NULL).truthy() || anyMentionsControls(members.values());
            case Json.Arr(var items) -> anyMentionsControls(items);
            default -> false;
        };
    }

    private static boolean anyMentionsControls(Collection<Json> values) {
        for (Json value : values) { // not a stream: every part of every file comes by here, once
            if (mentionsControls(value)) {
                return true;
            }
        }
        return false;
    }

    /** Gives Python what the controls work on, unless it has it. */
    synchronized void begin(ControlCalls calls) throws ProbeFailed, InterruptedException {
        if (begun) {
            return;
        }
        ControlScript.teach(calls.side());
        calls.ask(LoadingControls.register(everywhere), "the controls of the settings", false);
        var request = Json.object(
                "do",
                "controls",
                "experiment",
                document,
                "configuration",
                configuration,
                "secrets",
                secrets,
                "settings",
                settings.values().with("runtime", runtime()),
                "settings-file",
                settings.values().truthy());
        calls.ask(request, "the controls' configuration", false);
        begun = true;
    }

    private Json.Obj runtime() {
        var strategies = written.strategies();
        return Json.object(
                "rollbacks",
                Json.object("strategy", word(strategies.rollbacks())),
                "hypothesis",
                Json.object("strategy", word(strategies.hypothesis())));
    }

    private static String word(Enum<?> strategy) {
        return strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Python has failed; the process that comes after it is told everything anew. */
    synchronized void lost() {
        begun = false;
    }

    /**
     * Heeds what controls have changed.
     *
     * @throws dev.shakeout.model.InvalidInput when it makes no experiment
     */
    synchronized void take(Json.Obj changes) {
        Optional<Json.Obj> activity = object(changes, "activity");
        Optional<Json.Obj> otherConfiguration = object(changes, "configuration");
        Optional<Json.Obj> otherSecrets = object(changes, "secrets");
        if (activity.isEmpty() && otherConfiguration.isEmpty() && otherSecrets.isEmpty()) {
            return;
        }
        configuration = otherConfiguration.orElse(configuration);
        secrets = otherSecrets.orElse(secrets);
        activity.ifPresent(value -> document = with(
                changes.get("section").orElseThrow().text(),
                Integer.parseInt(changes.get("index").orElseThrow().text()),
                value));
        changed = Optional.of(rereading.read(document, configuration, secrets));
    }

    private Json.Obj with(String section, int index, Json.Obj activity) {
        if (section.equals("hypothesis")) {
            Json.Obj hypothesis = object(document, "steady-state-hypothesis").orElse(Json.Obj.EMPTY);
            return document.with("steady-state-hypothesis", with(hypothesis, "probes", index, activity));
        }
        return with(document, section, index, activity);
    }

    private static Json.Obj with(Json.Obj owner, String list, int index, Json.Obj activity) {
        if (owner.get(list).orElse(Json.Null.NULL) instanceof Json.Arr(var items) && index < items.size()) {
            var others = new ArrayList<Json>(items);
            others.set(index, activity);
            return owner.with(list, Json.of(others));
        }
        return owner;
    }

    private static Optional<Json.Obj> object(Json.Obj owner, String key) {
        return owner.get(key).flatMap(value -> value instanceof Json.Obj found ? Optional.of(found) : Optional.empty());
    }

    /** The activity as it is now, if anything was changed that may concern it. */
    synchronized Optional<Activity> activity(Place place) {
        return changed.flatMap(experiment -> {
            List<? extends Activity> activities = switch (place.part()) {
                case HYPOTHESIS ->
                    experiment.hypothesis().map(Hypothesis::probes).orElse(List.of());
                case METHOD -> experiment.method();
                case ROLLBACKS -> experiment.rollbacks();
            };
            return place.index() < activities.size() ? Optional.of(activities.get(place.index())) : Optional.empty();
        });
    }
}
