package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The targets of ours that are what an attack names. */
final class Resolved {
    private static final int MOST = 64;

    private Resolved() {}

    /** Without how many of them. */
    static List<Tree.Obj> targets(Selected selected, TargetMap map, Problems problems) {
        if (!map.isEmpty()) {
            List<Tree.Obj> stands = map.stands().stream()
                    .filter(stand -> stands(stand, selected))
                    .map(TargetMap.Stand::target)
                    .toList();
            if (stands.isEmpty()) {
                problems.at(selected.position(), "nothing in the target map stands for " + selected.words());
            }
            return stands;
        }
        return switch (selected.kind()) {
            case "host" ->
                List.of(Draft.at(selected.position()).put("kind", "host").tree());
            case "container" -> containers(selected, problems);
            default -> pods(selected);
        };
    }

    private static boolean stands(TargetMap.Stand stand, Selected selected) {
        if (!selected.objects().isEmpty()) {
            return selected.objects().stream()
                    .anyMatch(object -> stand.isIn(object.namespace())
                            && (object.name().isEmpty() || object.name().equals(stand.name()))
                            && stand.labels()
                                    .entrySet()
                                    .containsAll(object.labels().entrySet()));
        }
        if (!selected.ids().isEmpty()) {
            return selected.ids().contains(stand.name());
        }
        return selected.tags().entrySet().stream()
                .allMatch(tag -> tag.getValue().contains(stand.labels().getOrDefault(tag.getKey(), "")));
    }

    private static List<Tree.Obj> containers(Selected selected, Problems problems) {
        if (!selected.ids().isEmpty()) {
            return selected.ids().stream()
                    .map(id -> Draft.at(selected.position())
                            .put("kind", "container")
                            .put("id", id)
                            .tree())
                    .toList();
        }
        var each = new ArrayList<Map<String, Json>>();
        each.add(Map.of());
        for (var tag : selected.tags().entrySet()) {
            if (each.size() * tag.getValue().size() > MOST) {
                problems.at(
                        selected.position(),
                        "more than " + MOST + " ways to combine the values of the labels; name fewer");
                return List.of();
            }
            var more = new ArrayList<Map<String, Json>>();
            for (var labels : each) {
                for (String value : tag.getValue()) {
                    var with = new LinkedHashMap<>(labels);
                    with.put(tag.getKey(), Json.of(value));
                    more.add(with);
                }
            }
            each.clear();
            each.addAll(more);
        }
        return each.stream()
                .map(labels -> Draft.at(selected.position())
                        .put("kind", "container")
                        .put("labels", new Json.Obj(labels))
                        .tree())
                .toList();
    }

    private static List<Tree.Obj> pods(Selected selected) {
        var targets = new ArrayList<Tree.Obj>();
        for (var object : selected.objects()) {
            if (selected.containers().isEmpty()) {
                targets.add(pod(object).tree());
            }
            selected.containers()
                    .forEach(name ->
                            targets.add(pod(object).put("container", name).tree()));
        }
        return targets;
    }

    private static Draft pod(Selected.KubernetesObject object) {
        Draft pod = Draft.at(object.position()).put("kind", "pod");
        if (!object.namespace().isEmpty()) {
            pod.put("namespace", object.namespace());
        }
        if (object.kind().equals("pod")) {
            pod.put("name", object.name());
        } else if (!object.kind().equals("namespace")) {
            pod.put("owner", object.kind() + "/" + object.name());
        }
        if (!object.labels().isEmpty()) {
            var labels = new LinkedHashMap<String, Json>();
            object.labels().forEach((key, value) -> labels.put(key, Json.of(value)));
            pod.put("labels", new Json.Obj(labels));
        }
        return pod;
    }
}
