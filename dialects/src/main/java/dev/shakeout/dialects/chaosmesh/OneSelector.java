package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Selectors of Chaos Mesh as one that finds what any of them does: each namespace on each node, or pods by name. */
final class OneSelector {
    private static final String PODS = "pods";
    private static final String NAMESPACES = "namespaces";
    private static final String NODES = "nodes";

    private OneSelector() {}

    /** @return empty when no selector there says it */
    static Optional<Json.Obj> of(List<Json.Obj> selectors) {
        if (selectors.stream().distinct().count() < 2) {
            return selectors.stream().findFirst();
        }
        if (selectors.stream().anyMatch(each -> each.get(PODS).isPresent())) {
            return named(selectors);
        }
        var rests = new LinkedHashSet<Json.Obj>();
        var places = new LinkedHashSet<List<Json>>();
        for (Json.Obj selector : selectors) {
            places.add(List.of(part(selector, NAMESPACES), part(selector, NODES)));
            rests.add(without(without(selector, NAMESPACES), NODES));
        }
        return rests.size() == 1 ? every(places, rests.iterator().next()) : Optional.empty();
    }

    /** Where pods are named, they alone count. */
    private static Optional<Json.Obj> named(List<Json.Obj> selectors) {
        var names = new LinkedHashMap<String, Json>();
        for (Json.Obj selector : selectors) {
            if (!selector.members().keySet().equals(Set.of(PODS))) {
                return Optional.empty();
            }
            ((Json.Obj) selector.get(PODS).orElseThrow())
                    .members()
                    .forEach((namespace, some) -> names.merge(namespace, some, OneSelector::both));
        }
        return Optional.of(Json.object(PODS, new Json.Obj(names)));
    }

    private static Optional<Json.Obj> every(Set<List<Json>> places, Json.Obj rest) {
        Json.Obj selector = rest;
        int product = 1;
        for (int i = 0; i < 2; i++) {
            int at = i;
            var values = new LinkedHashSet<Json>();
            places.forEach(place -> values.addAll(((Json.Arr) place.get(at)).items()));
            long with = places.stream()
                    .filter(place -> !((Json.Arr) place.get(at)).items().isEmpty())
                    .count();
            if (with != 0 && with != places.size()) {
                return Optional.empty();
            }
            product *= Math.max(1, values.size());
            selector = values.isEmpty()
                    ? selector
                    : selector.with(at == 0 ? NAMESPACES : NODES, Json.of(List.copyOf(values)));
        }
        return product == places.size() ? Optional.of(selector) : Optional.empty();
    }

    private static Json part(Json.Obj selector, String key) {
        return selector.get(key).orElse(Json.of(List.of()));
    }

    private static Json.Obj without(Json.Obj object, String key) {
        Map<String, Json> rest = new LinkedHashMap<>(object.members());
        rest.remove(key);
        return new Json.Obj(rest);
    }

    private static Json both(Json one, Json other) {
        return Json.of(Stream.concat(((Json.Arr) one).items().stream(), ((Json.Arr) other).items().stream())
                .distinct()
                .toList());
    }
}
