package dev.shakeout.report;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Phase;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a continuous probe saw before the first fault, from then until the method's end, and after it. The numbers that
 * the verdict was made from come first; else they are made from the windows, of which those that reach over an edge
 * count as during.
 */
record LoadPhases(Optional<LoadSummary> before, Optional<LoadSummary> during, Optional<LoadSummary> after) {
    static LoadPhases of(Journal journal, String probe) {
        var windows = journal.load().getOrDefault(probe, List.of());
        var timeline = Timeline.of(journal);
        Instant on = timeline.firstFault().or(timeline::methodStart).orElse(Instant.MAX);
        Instant off = timeline.methodEnd().orElse(Instant.MAX);
        return new LoadPhases(
                judged(journal, probe, Phase.BEFORE)
                        .or(() -> LoadSummary.of(windows.stream()
                                .filter(w -> !w.to().isAfter(on))
                                .toList())),
                judgedFrom(journal, probe, on)
                        .or(() -> LoadSummary.of(
                                windows.stream().filter(w -> during(w, on, off)).toList())),
                judged(journal, probe, Phase.AFTER)
                        .or(() -> LoadSummary.of(windows.stream()
                                .filter(w -> !w.from().isBefore(off))
                                .toList())));
    }

    private static Optional<LoadSummary> judged(Journal journal, String probe, Phase phase) {
        return journal.steadyState(phase).stream()
                .flatMap(state -> state.probes().stream())
                .filter(ran -> ran.name().equals(probe))
                .flatMap(ran -> LoadSummary.of(ran.output()).stream())
                .findFirst();
    }

    /** The judgement over the whole time from the first fault on; checks during the method see only a part of it. */
    private static Optional<LoadSummary> judgedFrom(Journal journal, String probe, Instant on) {
        return journal.steadyState(Phase.DURING).stream()
                .flatMap(state -> state.probes().stream())
                .filter(ran -> ran.name().equals(probe))
                .map(Journal.Ran::output)
                .filter(output -> began(output).filter(on::equals).isPresent())
                .flatMap(output -> LoadSummary.of(output).stream())
                .findFirst();
    }

    private static Optional<Instant> began(Json output) {
        try {
            return output instanceof Json.Obj(var members) && members.get("from") instanceof Json.Str(var from)
                    ? Optional.of(Instant.parse(from))
                    : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static boolean during(LoadWindow window, Instant on, Instant off) {
        return window.to().isAfter(on) && window.from().isBefore(off);
    }

    boolean seen() {
        return Stream.of(before, during, after).anyMatch(Optional::isPresent);
    }

    <T> List<Optional<T>> each(Function<LoadSummary, T> part) {
        return List.of(before.map(part), during.map(part), after.map(part));
    }
}
