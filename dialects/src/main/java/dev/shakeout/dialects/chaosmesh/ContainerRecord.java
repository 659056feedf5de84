package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Injected;
import dev.shakeout.model.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was done to one target (api/v1alpha1/status.go). Several faults of one chaos are one record.
 *
 * @param id of a pod its namespace and name, as there; of anything else what the journal calls it
 * @param on whether something of it is still there
 * @param injected how often it came on, and {@code recovered} how often it was taken back
 */
record ContainerRecord(String id, boolean on, int injected, int recovered, List<Happened> events) {
    /** The selector of the targets, as that tool calls it; faults of ours are where these are. */
    private static final String SELECTOR = ".";

    /** @param at empty where the journal does not say */
    record Happened(boolean succeeded, String operation, String message, Optional<Instant> at) {
        Json.Obj json() {
            var members = new LinkedHashMap<String, Json>();
            members.put("type", Json.of(succeeded ? "Succeeded" : "Failed"));
            members.put("operation", Json.of(operation));
            if (!message.isEmpty()) {
                members.put("message", Json.of(message));
            }
            at.ifPresent(instant -> members.put("timestamp", Json.of(instant.toString())));
            return new Json.Obj(members);
        }
    }

    static ContainerRecord of(String target, List<Injected> injections, Journal journal) {
        var events = new ArrayList<Happened>();
        injections.forEach(each -> applied(each, journal).ifPresent(events::add));
        injections.forEach(each -> recovered(each).ifPresent(events::add));
        events.sort(Comparator.comparing(event -> event.at().orElse(Instant.MAX)));
        return new ContainerRecord(
                target.startsWith("pod ") ? target.substring("pod ".length()) : target,
                injections.stream().anyMatch(ContainerRecord::stillOn),
                count(events, "Apply"),
                count(events, "Recover"),
                events);
    }

    private static int count(List<Happened> events, String operation) {
        return (int) events.stream()
                .filter(event -> event.succeeded() && event.operation().equals(operation))
                .count();
    }

    private static boolean stillOn(Injected injected) {
        boolean back = injected.takenBack().isPresent() && injected.gone().orElse(true);
        return !injected.leftovers().isEmpty() || (injected.injected().isPresent() && !back);
    }

    /** That tool asks for no effect; where ours was looked for and not found, the event says so. */
    private static Optional<Happened> applied(Injected injected, Journal journal) {
        if (injected.injected().isPresent()) {
            boolean inVain = injected.bites().filter(bites -> !bites).isPresent();
            String reading = injected.on().map(on -> on.words()).orElse("");
            return Optional.of(new Happened(
                    true, "Apply", inVain ? "no effect was measured: " + reading : "", injected.injected()));
        }
        Stream<Journal.Ran> runs =
                journal.run().stream().filter(run -> run.name().equals(injected.activity()));
        return runs.filter(run -> run.error().isPresent())
                .findFirst()
                .map(run -> new Happened(
                        false,
                        "Apply",
                        run.error().orElseThrow(),
                        Optional.of(run.start().plus(run.duration()))));
    }

    /** What is over at once is on no more, and nothing is done to take it back. */
    private static Optional<Happened> recovered(Injected injected) {
        if (!injected.leftovers().isEmpty()) {
            return Optional.of(new Happened(
                    false,
                    "Recover",
                    "not taken back; run: " + String.join(" ; ", injected.leftovers()),
                    injected.takenBack()));
        }
        if (injected.injected().isEmpty() || injected.takenBack().isEmpty() || injected.overAtOnce()) {
            return Optional.empty();
        }
        boolean gone = injected.gone().orElse(true);
        String reading = injected.after().map(after -> after.words()).orElse("");
        return Optional.of(new Happened(
                gone, "Recover", gone ? "" : "its effect is still there: " + reading, injected.takenBack()));
    }

    Json.Obj json() {
        return Json.object(
                "id",
                id,
                "selectorKey",
                SELECTOR,
                "phase",
                on ? "Injected" : "Not Injected",
                "injectedCount",
                injected,
                "recoveredCount",
                recovered,
                "events",
                Json.of(events.stream().map(Happened::json).toList()));
    }
}
