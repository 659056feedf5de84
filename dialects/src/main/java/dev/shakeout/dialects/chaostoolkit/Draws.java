package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Problems;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The draws that selectors name: who shares one must choose in the same way, and nobody draws alone. */
final class Draws {
    private record Named(Selector selector, Position at) {}

    private final Map<String, List<Named>> named = new LinkedHashMap<>();

    void add(Selector selector, Position at) {
        selector.draw()
                .ifPresent(draw ->
                        named.computeIfAbsent(draw, _ -> new ArrayList<>()).add(new Named(selector, at)));
    }

    /** @param method all of it, with what it does again */
    void check(List<Activity> method, Problems problems) {
        named.values().forEach(all -> all.stream().skip(1).forEach(other -> differ(all.getFirst(), other, problems)));
        if (problems.count() > 0) {
            return; // another one may be in what could not be read
        }
        Map<String, Long> counts = method.stream()
                .flatMap(Draws::selectors)
                .flatMap(selector -> selector.draw().stream())
                .collect(Collectors.groupingBy(draw -> draw, Collectors.counting()));
        counts.forEach((draw, count) -> {
            List<Named> all = named.getOrDefault(draw, List.of());
            if (count == 1 && !all.isEmpty()) {
                var others = counts.keySet().stream()
                        .filter(other -> !other.equals(draw))
                        .toList();
                problems.at(
                        all.getFirst().at(),
                        "nothing else has the draw '" + draw + "'" + Nearest.suggestion(draw, others)
                                + "; give it to all that shall hit the same targets, or leave it out");
            }
        });
    }

    private static void differ(Named first, Named other, Problems problems) {
        Selector one = first.selector();
        Selector two = other.selector();
        Optional<String> what = !one.kind().equals(two.kind())
                ? Optional.of("kind")
                : !one.mode().equals(two.mode())
                        ? Optional.of("mode")
                        : one.includesNew() != two.includesNew() ? Optional.of("include-new") : Optional.empty();
        what.ifPresent(key -> problems.at(
                other.at(),
                "the draw '" + one.draw().orElse("") + "' at " + first.at() + " has another " + key
                        + "; who shares a draw chooses in the same way"));
    }

    private static Stream<Selector> selectors(Activity activity) {
        return activity.provider() instanceof Provider.FaultCall call
                ? Stream.concat(Stream.of(call.selector()), Selecting.in(call.arguments()))
                : Stream.empty();
    }
}
