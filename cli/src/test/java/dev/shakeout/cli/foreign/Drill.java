package dev.shakeout.cli.foreign;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The faults of an experiment, each for a moment: who waits for minutes sees no more than who looks at once. What is beside
 * them (probes, guards, pauses) has tests of its own.
 */
record Drill(Json.Obj document) {
    private static final String METHOD = "method";
    private static final String PROVIDER = "provider";
    private static final List<String> OTHER_ENDS = List.of("peers", "from", "except");
    private static final Set<String> ENDING = Set.of("process/kill", "container/kill");
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

        /** Selectors of whoever is at the other end. */
        List<Json.Obj> ends() {
            return OTHER_ENDS.stream()
                    .flatMap(key -> arguments().get(key).stream())
                    .filter(Json.Arr.class::isInstance)
                    .flatMap(list -> ((Json.Arr) list).items().stream())
                    .filter(Json.Obj.class::isInstance)
                    .map(Json.Obj.class::cast)
                    .toList();
        }

        /** A folder of the host itself, if it is about one. */
        Optional<Path> hostFolder() {
            return arguments()
                    .get("path")
                    .filter(_ -> kind().equals("host") && fault().startsWith("disk/"))
                    .map(path -> Path.of(path.text()));
        }

        private Call on(Json.Obj target, UnaryOperator<Path> folders, UnaryOperator<Json.Obj> others) {
            Json.Obj arguments = hostFolder()
                    .map(folder -> arguments()
                            .with("path", Json.of(folders.apply(folder).toString())))
                    .orElse(arguments());
            for (String key : OTHER_ENDS) {
                if (arguments.get(key).orElse(Json.of(false)) instanceof Json.Arr(var items)) {
                    arguments = arguments.with(
                            key,
                            Json.of(items.stream()
                                    .map(item -> item instanceof Json.Obj end ? others.apply(end) : item)
                                    .toList()));
                }
            }
            return new Call(provider.with("target", target).with("arguments", arguments));
        }

        /** Equal for those that do the same to the same kind of target. */
        String key() {
            return fault() + " " + arguments().compact() + " on " + kind();
        }
    }

    /** A target by each of its criteria, where it has several. */
    static List<Json.Obj> apart(Json.Obj target) {
        if (!(target.get("any-of").orElse(Json.Null.NULL) instanceof Json.Arr(var items))) {
            return List.of(target);
        }
        var each = new ArrayList<Json.Obj>();
        for (Json item : items) {
            var members = new LinkedHashMap<>(target.members());
            members.remove("any-of");
            members.putAll(((Json.Obj) item).members());
            each.add(new Json.Obj(members));
        }
        return each;
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

    /** The same faults on other targets, in other folders of the host, and with others at the other end. */
    Drill on(Function<Call, Json.Obj> targets, UnaryOperator<Path> folders, UnaryOperator<Json.Obj> others) {
        return with(activities(document).stream()
                .map(activity -> {
                    var call = new Call(object(activity, PROVIDER));
                    return activity.with(
                            PROVIDER,
                            call.on(targets.apply(call), folders, others).provider());
                })
                .toList());
    }

    /** After a fault that ends a target for good, others of the same target are a drill of their own. */
    List<Drill> parts() {
        var parts = new ArrayList<List<Json.Obj>>();
        var ended = new HashSet<Json.Obj>();
        for (Json.Obj activity : activities(document)) {
            var call = new Call(object(activity, PROVIDER));
            if (parts.isEmpty() || ended.contains(call.target())) {
                parts.add(new ArrayList<>());
                ended.clear();
            }
            parts.getLast().add(activity);
            if (ENDING.contains(call.fault())) {
                ended.add(call.target());
            }
        }
        return parts.stream().map(this::with).toList();
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
