package dev.shakeout.cli.foreign;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The faults of an experiment, each for a moment: who waits for minutes sees no more than who looks at once. What is beside
 * them (probes, guards, pauses) has tests of its own.
 */
record Drill(Json.Obj document) {
    private static final String METHOD = "method";
    private static final String PROVIDER = "provider";
    private static final Json MOMENT = Json.of("100ms");

    /** One call of a fault, as it is written. */
    record Call(Json.Obj provider) {
        String fault() {
            return text(provider, "fault");
        }

        Json.Obj target() {
            return object(provider, "target");
        }

        String kind() {
            return text(target(), "kind");
        }

        Json.Obj arguments() {
            return object(provider, "arguments");
        }

        /** Equal for those that do the same to the same kind of target. */
        String key() {
            return fault() + " " + arguments().compact() + " on " + kind();
        }
    }

    static Drill of(Json.Obj document) {
        var method = new ArrayList<Json>();
        for (Json.Obj activity : activities(document)) {
            Json.Obj provider = object(activity, PROVIDER);
            if (provider.get("fault").isPresent()) {
                method.add(Json.object("type", "action", "name", text(activity, "name"))
                        .with("background", activity.get("background").orElse(Json.of(false)))
                        .with(
                                PROVIDER,
                                provider.get("duration").isEmpty() ? provider : provider.with("duration", MOMENT)));
            }
        }
        return new Drill(Json.object("title", text(document, "title"), "description", "Its faults, for a moment.")
                .with(METHOD, Json.of(method)));
    }

    List<Call> calls() {
        return activities(document).stream()
                .map(activity -> new Call(object(activity, PROVIDER)))
                .toList();
    }

    Drill only(Predicate<Call> wanted) {
        return with(activities(document).stream()
                .filter(activity -> wanted.test(new Call(object(activity, PROVIDER))))
                .toList());
    }

    /** The same faults on other targets. */
    Drill on(Function<Call, Json.Obj> targets) {
        return with(activities(document).stream()
                .map(activity -> {
                    Json.Obj provider = object(activity, PROVIDER);
                    return activity.with(PROVIDER, provider.with("target", targets.apply(new Call(provider))));
                })
                .toList());
    }

    private Drill with(List<Json.Obj> method) {
        return new Drill(document.with(METHOD, Json.of(method)));
    }

    boolean isEmpty() {
        return activities(document).isEmpty();
    }

    /** With other providers in place of its own, none beside another: without pauses they could be on a target at once. */
    Drill inTurn(Function<Call, Json.Obj> providers) {
        return with(activities(document).stream()
                .map(activity -> activity.with("background", Json.of(false))
                        .with(PROVIDER, providers.apply(new Call(object(activity, PROVIDER)))))
                .toList());
    }

    /** Through the text, as a file is read. */
    Experiment experiment() {
        return ExperimentReader.read(
                TreeReader.read("drill.yaml", Yaml11.writeInOrder(document)),
                Inputs.none(),
                Catalog.installed().vocabulary());
    }

    private static List<Json.Obj> activities(Json.Obj document) {
        return document.get(METHOD).map(method -> ((Json.Arr) method).items()).orElse(List.of()).stream()
                .map(Json.Obj.class::cast)
                .toList();
    }

    private static Json.Obj object(Json.Obj from, String key) {
        return from.get(key).map(Json.Obj.class::cast).orElse(Json.Obj.EMPTY);
    }

    private static String text(Json.Obj from, String key) {
        return from.get(key).map(Json::text).orElse("");
    }
}
