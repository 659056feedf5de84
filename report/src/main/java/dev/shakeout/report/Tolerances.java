package dev.shakeout.report;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tolerances as they were written, and in words. */
public final class Tolerances {
    private Tolerances() {}

    /** The probe's tolerance as written: from a check of it, else from the experiment's steady-state-hypothesis. */
    static Optional<Json> of(Journal journal, String probe) {
        return activities(journal)
                .filter(activity ->
                        activity.get("name").map(Json::text).orElse("").equals(probe))
                .flatMap(activity -> activity.get("tolerance").stream())
                .findFirst();
    }

    /** The names of the hypothesis' probes in the order of the file. */
    static List<String> probes(Journal journal) {
        var written = written(journal).flatMap(p -> p.get("name").map(Json::text).stream());
        var ran = journal.steadyStates().stream()
                .flatMap(s -> s.probes().stream())
                .map(Journal.Ran::name);
        return Stream.concat(written, ran).distinct().toList();
    }

    private static Stream<Json.Obj> activities(Journal journal) {
        var ran = journal.steadyStates().stream()
                .flatMap(s -> s.probes().stream())
                .map(Journal.Ran::activity);
        return Stream.concat(ran, written(journal));
    }

    private static Stream<Json.Obj> written(Journal journal) {
        return journal
                .experiment()
                .get("steady-state-hypothesis")
                .map(h -> h instanceof Json.Obj object ? object.get("probes").orElse(Json.Null.NULL) : Json.Null.NULL)
                .map(probes -> probes instanceof Json.Arr(var items) ? items : List.<Json>of())
                .orElse(List.of())
                .stream()
                .flatMap(probe -> probe instanceof Json.Obj object ? Stream.of(object) : Stream.of());
    }

    /** "p95 at most 200 ms, errors at most 1%". */
    public static String words(Json tolerance) {
        return switch (tolerance) {
            case Json.Arr(var items)
            when items.size() == 2 && items.stream().allMatch(Json.Num.class::isInstance) ->
                "between " + items.get(0).text() + " and " + items.get(1).text();
            case Json.Arr(var items) ->
                "one of " + items.stream().map(Json::text).collect(Collectors.joining(", "));
            case Json.Obj object -> object(object);
            case Json.Num number -> "is " + number.text();
            case Json.Bool(var value) -> value ? "is true" : "is false";
            case Json.Str(var value) -> "is “" + value + "”";
            case Json.Null.NULL -> "is null";
        };
    }

    private static String object(Json.Obj object) {
        var limits = Limits.read(object);
        return limits.isPresent()
                ? limits(limits.get())
                : switch (object.get("type").map(Json::text).orElse("")) {
                    case "regex" -> part(object) + "matches " + member(object, "pattern");
                    case "range" ->
                        part(object)
                                + object.get("range").map(Tolerances::words).orElse("in a range");
                    case "jsonpath" -> jsonPath(object);
                    default -> object.text();
                };
    }

    private static String limits(Limits limits) {
        var words = new ArrayList<String>();
        for (var limit : limits.percentiles().entrySet()) {
            words.add(percentile(limit.getKey()) + " at most " + Span.words(limit.getValue()));
        }
        limits.errors().ifPresent(errors -> words.add("errors at most " + errors));
        limits.during().ifPresent(during -> words.add("while faults are on " + limits(during)));
        return String.join(", ", words);
    }

    static String percentile(double percentile) {
        return percentile >= 100 ? "slowest" : "p" + Numbers.brief(percentile);
    }

    private static String jsonPath(Json.Obj object) {
        String found = part(object) + "at " + member(object, "path");
        return object.get("count")
                .map(count -> found + " finds " + count.text())
                .or(() -> object.get("expect").map(expect -> found + " is " + expect.text()))
                .orElse(found + " finds something");
    }

    private static String part(Json.Obj object) {
        return object.get("target").map(target -> target.text() + " ").orElse("");
    }

    private static String member(Json.Obj object, String name) {
        return object.get(name).map(Json::text).orElse("?");
    }
}
