package dev.shakeout.server.channel;

import dev.shakeout.model.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is told.
 *
 * @param id the same however often it is sent, so that a receiver can drop doubles
 * @param at when it happened
 * @param facts by their names, of {@link #NAMES}; what is not known is not there
 */
public record Notice(String id, Occasion occasion, Instant at, Map<String, String> facts) {
    /** All that may be known, in the order in which it is shown. */
    public static final List<String> NAMES = List.of(
            "environment",
            "experiment",
            "experiment-version",
            "run",
            "attempt",
            "requested-by",
            "waits-until",
            "begins-at",
            "started-at",
            "verdict",
            "reason",
            "finding",
            "where",
            "evidence");

    private static final List<String> OWN = List.of("id", "event", "at", "words");

    public Notice {
        facts = Map.copyOf(facts);
    }

    /** Names that a template may use. */
    static List<String> fields() {
        return Stream.concat(OWN.stream(), NAMES.stream()).toList();
    }

    /** Empty when it is not known. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** One sentence without its stop. */
    public String words() {
        String run = fact("experiment") + " in " + fact("environment");
        String why = fact("reason").isEmpty() ? "" : ": " + fact("reason");
        return switch (occasion) {
            case APPROVAL -> run + " waits for approval until " + fact("waits-until") + why;
            case BEFORE -> run + " begins at " + fact("begins-at") + " at the earliest";
            case START -> run + " has begun" + (fact("attempt").isEmpty() ? "" : " again, attempt " + fact("attempt"));
            case HALT -> (fact("run").isEmpty() ? place() + " is halted" : run + " is to halt") + why;
            case RELEASE -> place() + " is released, runs may be started again";
            case END -> run + " has ended " + (fact("verdict").isEmpty() ? "without a verdict" : fact("verdict")) + why;
            case FINDING -> run + " has exposed a weakness: " + fact("finding");
            case TEST -> "Shakeout can reach you by this channel";
        };
    }

    private String place() {
        return fact("environment").isEmpty() ? "everything" : "environment " + fact("environment");
    }

    /** The run that it is about, or what else several notices have in common. */
    public String thread() {
        return Optional.of(fact("run"))
                .filter(run -> !run.isEmpty())
                .orElseGet(() -> occasion == Occasion.TEST ? id : "halt of " + place());
    }

    /** What is known, with its names, in order. */
    Map<String, String> rows() {
        var rows = new LinkedHashMap<String, String>();
        NAMES.stream().filter(facts::containsKey).forEach(name -> rows.put(name, fact(name)));
        return rows;
    }

    /** All fields of a template; what is not known is empty. */
    Map<String, String> values() {
        var values =
                new LinkedHashMap<>(Map.of("id", id, "event", occasion.word(), "at", at.toString(), "words", words()));
        NAMES.forEach(name -> values.put(name, fact(name)));
        return values;
    }

    /** As a program reads it. */
    Json.Obj json() {
        var members = new LinkedHashMap<String, Json>();
        Stream.concat(
                        Stream.of(
                                Map.entry("id", id),
                                Map.entry("event", occasion.word()),
                                Map.entry("at", at.toString()),
                                Map.entry("words", words())),
                        rows().entrySet().stream())
                .forEach(entry -> members.put(entry.getKey(), Json.of(entry.getValue())));
        return new Json.Obj(members);
    }
}
