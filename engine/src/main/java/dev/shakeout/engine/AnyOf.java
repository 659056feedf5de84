package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a finder is asked for a selector: once for each of its criteria, and all that it answers counts together. Nobody else
 * in the engine asks by single criteria of a selector, lest something holds for the first of them only.
 */
final class AnyOf {
    private AnyOf() {}

    /**
     * Each target once, in the order of the criteria and of what each of them finds.
     *
     * @throws dev.shakeout.model.BadValue one of the criteria cannot be searched for
     */
    static List<Target> find(TargetFinder finder, Selector selector, Machine machine) {
        var found = new LinkedHashMap<String, Target>();
        for (Arguments by : selector.anyOf()) {
            finder.find(by, machine).forEach(target -> found.putIfAbsent(target.key(), target));
        }
        return List.copyOf(found.values());
    }

    static List<Plan.Spared> spared(TargetFinder finder, Selector selector, Machine machine) {
        return selector.anyOf().stream()
                .flatMap(by -> finder.spared(by, machine).stream())
                .distinct()
                .toList();
    }

    static String hint(TargetFinder finder, Selector selector, Machine machine) {
        return selector.anyOf().stream()
                .map(by -> finder.hint(by, machine))
                .distinct()
                .collect(Collectors.joining());
    }

    /** Why it could not tell of all that appear. */
    static Optional<String> missing(Arrivals arrivals, Selector selector, Machine machine) {
        return first(selector.anyOf(), by -> arrivals.missing(by, machine));
    }

    /** Sees what matches any of the criteria; what matches several of them is told of for each. */
    static Arrivals.Lookout lookout(Arrivals arrivals, Selector selector, Machine machine, Consumer<String> told) {
        var all = new Lookouts(new ArrayList<>());
        try {
            selector.anyOf().forEach(by -> all.each().add(arrivals.lookout(by, machine, told)));
        } catch (RuntimeException | Error e) {
            all.close();
            throw e;
        }
        return all;
    }

    /** All of them together. */
    private record Lookouts(List<Arrivals.Lookout> each) implements Arrivals.Lookout {
        @Override
        public Optional<String> trouble() {
            return first(each, Arrivals.Lookout::trouble);
        }

        @Override
        public void close() {
            each.forEach(Arrivals.Lookout::close);
        }
    }

    private static <T> Optional<String> first(List<T> several, Function<T, Optional<String>> words) {
        return several.stream().flatMap(one -> words.apply(one).stream()).findFirst();
    }
}
