package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who is at the other end of faults that name it by selectors of targets. They are found when the plan is made, and stay the
 * same during the run: also for a target that joins it, and when others take their place.
 */
final class OtherEnds {
    private static final int TOLD = 20;

    private final Catalog catalog;
    private final Machine machine;
    private final Choosing choosing;
    private final Map<String, Map<String, List<End>>> found = new HashMap<>();

    OtherEnds(Catalog catalog, Machine machine, Choosing choosing) {
        this.catalog = catalog;
        this.machine = machine;
        this.choosing = choosing;
    }

    private record End(Target target, List<String> addresses) {
        @Override
        public String toString() {
            return target + " (" + String.join(", ", addresses) + ")";
        }
    }

    /**
     * What a fault is given for one target.
     *
     * @param arguments without selectors
     * @param notes who is meant by them
     */
    record Met(Arguments arguments, List<String> notes) {}

    /**
     * Finds those of an activity.
     *
     * @throws BadValue a selector finds none, or none with an address
     */
    void find(String activity, Arguments arguments) {
        var ends = new LinkedHashMap<String, List<End>>();
        arguments.values().forEach((key, value) -> {
            if (value instanceof Selecting selecting && !selecting.selectors().isEmpty()) {
                try {
                    ends.put(key, ends(selecting.selectors(), activity + " " + key));
                } catch (BadValue e) {
                    throw new BadValue(key + ": " + e.getMessage());
                }
            }
        });
        found.put(activity, ends);
    }

    private List<End> ends(List<Selector> selectors, String whose) {
        var ends = new LinkedHashMap<String, End>();
        for (int i = 0; i < selectors.size(); i++) {
            for (End end : ends(selectors.get(i), whose + " " + i)) {
                ends.put(end.target().key(), end);
            }
        }
        return List.copyOf(ends.values());
    }

    private List<End> ends(Selector selector, String whose) {
        TargetFinder finder = catalog.finder(selector.kind());
        List<Target> all = AnyOf.find(finder, selector, machine);
        Map<String, List<String>> addresses = finder.addresses(all, machine)
                .orElseThrow(
                        () -> new BadValue("a " + selector.kind() + " has no address of its own, so it cannot be the"
                                + " other end; name an address, or who listens there"));
        List<Target> reached = all.stream()
                .filter(target ->
                        !addresses.getOrDefault(target.id(), List.of()).isEmpty())
                .toList();
        if (reached.isEmpty() && !all.isEmpty()) {
            throw new BadValue("of " + selector.kind() + " " + Choosing.criteria(selector)
                    + " none has an address of its" + " own now: " + told(all));
        }
        String besides = all.size() == reached.size() ? "" : " and have an address";
        return choosing.of(selector, reached, besides, whose).stream()
                .map(target -> new End(target, addresses.getOrDefault(target.id(), List.of())))
                .toList();
    }

    /**
     * What the activity's fault is given for a target, which is never its own other end.
     *
     * @throws BadValue nobody else is there, or no address tells it from the target
     */
    Met met(String activity, Arguments written, Target target) {
        var arguments = new LinkedHashMap<>(written.values());
        var notes = new ArrayList<String>();
        found.getOrDefault(activity, Map.of()).forEach((key, ends) -> {
            List<End> others = ends.stream()
                    .filter(end -> !end.target().key().equals(target.key()))
                    .toList();
            if (others.isEmpty()) {
                throw new BadValue(key + ": " + target + " is all that is found, and is not its own other end");
            }
            tellApart(key, target, others);
            arguments.computeIfPresent(
                    key,
                    (_, value) -> ((Selecting) value)
                            .found(others.stream()
                                    .flatMap(end -> end.addresses().stream())
                                    .distinct()
                                    .toList()));
            notes.add(key + ": " + told(others)
                    + ", as found for the plan; what takes the place of one later is not met");
        });
        return new Met(new Arguments(arguments), notes);
    }

    private void tellApart(String key, Target target, List<End> others) {
        List<String> own = catalog.finder(target.kind())
                .addresses(List.of(target), machine)
                .flatMap(addresses -> Optional.ofNullable(addresses.get(target.id())))
                .orElse(List.of());
        others.stream()
                .filter(end -> end.addresses().stream().anyMatch(own::contains))
                .findFirst()
                .ifPresent(end -> {
                    throw new BadValue(key + ": " + end.target() + " is in the same network as " + target
                            + ", so no address tells them apart; name an address such as 127.0.0.1 here, with port where "
                            + target + " is called and peer-ports where it calls");
                });
    }

    private static String told(List<?> some) {
        String told = some.stream().limit(TOLD).map(Object::toString).collect(Collectors.joining(", "));
        return some.size() > TOLD ? told + " and " + (some.size() - TOLD) + " more" : told;
    }
}
