package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Targets of ours as one, of which what matches any of them is chosen from together. */
public final class Union {
    public static final String KEY = "any-of";
    private static final String KIND = "kind";
    /** What is said of a target as a whole; the container too, as a pod is found once, in one of its containers. */
    private static final List<String> WHOLE = List.of(KIND, "container", KEY, "mode", "value", "include-new", "draw");

    private Union() {}

    /**
     * @param targets without how many of them
     * @return one where they can be one, else the same; what all of them say stands beside what tells them apart
     */
    public static List<Tree.Obj> of(List<Tree.Obj> targets) {
        List<Tree.Obj> different = different(targets);
        if (different.size() < 2) {
            return different;
        }
        Tree.Obj first = different.getFirst();
        Set<String> common = new LinkedHashSet<>(first.members().keySet());
        common.removeIf(key -> !different.stream()
                .allMatch(each -> each.json().get(key).equals(first.json().get(key))));
        boolean apart = common.contains(KEY)
                || different.stream()
                        .flatMap(each -> each.members().keySet().stream())
                        .anyMatch(key -> WHOLE.contains(key) && !common.contains(key));
        if (apart) {
            return different;
        }
        Draft one = Draft.at(first.position()).all(only(first, common::contains));
        List<Tree.Obj> each = different.stream()
                .map(target -> only(target, key -> !common.contains(key)))
                .toList();
        return List.of(one.put(KEY, Draft.list(first.position(), each)).tree());
    }

    private static List<Tree.Obj> different(List<Tree.Obj> targets) {
        Map<Json, Tree.Obj> different = new LinkedHashMap<>();
        targets.forEach(each -> different.putIfAbsent(each.json(), each));
        return List.copyOf(different.values());
    }

    /** The opposite: each of the criteria of a target, with what stands beside them; itself where it has no several. */
    public static List<Tree.Obj> apart(Tree.Obj target) {
        return target.get(KEY).isEmpty() ? List.of(target) : apart(target, List.of());
    }

    /** The criteria alone of one that has several: without what is said of it as a whole, and without these keys. */
    static List<Tree.Obj> criteria(Tree.Obj target, List<String> without) {
        return apart(target, Stream.concat(WHOLE.stream(), without.stream()).toList());
    }

    private static List<Tree.Obj> apart(Tree.Obj target, List<String> without) {
        Tree.Obj beside = only(target, key -> !key.equals(KEY) && !without.contains(key));
        return target.get(KEY).map(Tree.Member::value).filter(Tree.Arr.class::isInstance).stream()
                .flatMap(list -> ((Tree.Arr) list).items().stream())
                .filter(Tree.Obj.class::isInstance)
                .map(Tree.Obj.class::cast)
                .map(own -> Draft.at(own.position())
                        .all(only(own, key -> !own.json().get(key).equals(Optional.of(Json.Null.NULL))))
                        .all(beside)
                        .tree())
                .toList();
    }

    private static Tree.Obj only(Tree.Obj target, Predicate<String> kept) {
        Draft some = Draft.at(target.position());
        target.members().forEach((key, member) -> {
            if (kept.test(key)) {
                some.put(key, member.value());
            }
        });
        return some.tree();
    }
}
