package dev.shakeout.model.jsonpath;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.PythonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Follows a path through a document, step by step; so neither a long path nor a deep document is a deep recursion, and
 * the order is the same as depth first, as no step changes the order of what came before it.
 */
final class Search {
    /** Values looked at. A path without two descents or wildcards in a row cannot come near it. */
    private static final int MOST_LOOKS = 20_000_000;

    private final Json root;
    private int looks;

    Search(Json root) {
        this.root = root;
    }

    List<Json> all(Path path, Json current) {
        List<Json> found = List.of(path.start() == Path.Start.ROOT ? root : current);
        for (Path.Step step : path.steps()) {
            var next = new ArrayList<Json>();
            for (Json value : found) {
                for (Json below : step.descends() ? withDescendants(value) : List.of(value)) {
                    for (Subscript subscript : step.subscripts()) {
                        follow(subscript, below, next);
                    }
                }
            }
            found = next;
        }
        return found;
    }

    private void look() {
        if (++looks > MOST_LOOKS) {
            throw new BadValue("the path leads to too many values; name more of the way, or use fewer of '..' and '*'");
        }
    }

    private List<Json> withDescendants(Json value) {
        var found = new ArrayList<Json>();
        var waiting = new ArrayDeque<Json>();
        waiting.push(value);
        while (!waiting.isEmpty()) {
            look();
            Json next = waiting.pop();
            found.add(next);
            List.copyOf(children(next)).reversed().forEach(waiting::push);
        }
        return found;
    }

    private static Collection<Json> children(Json value) {
        return switch (value) {
            case Json.Obj(var members) -> members.values();
            case Json.Arr(var items) -> items;
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> List.of();
        };
    }

    private void follow(Subscript subscript, Json value, List<Json> found) {
        look();
        switch (subscript) {
            case Subscript.Name(String name) -> named(value, name, found);
            case Subscript.Index(int index) -> item(value, index, found);
            case Subscript.Slice slice -> items(value, slice, found);
            case Subscript.Every() -> found.addAll(children(value));
            case Subscript.Where(Condition condition) -> {
                if (holds(condition, value)) {
                    found.add(value);
                }
            }
            case Subscript.At(Path path) ->
                all(path, value).forEach(key -> {
                    if (PythonValue.isWhole(key)) {
                        item(value, PythonValue.index(key), found);
                    } else if (key instanceof Json.Str(String name)) {
                        named(value, name, found);
                    }
                });
            case Subscript.Call(Function function, var arguments) -> call(function, arguments, value, found);
        }
    }

    private static void named(Json value, String name, List<Json> found) {
        if (value instanceof Json.Obj object) {
            object.get(name).ifPresent(found::add);
        }
    }

    private static void item(Json value, int index, List<Json> found) {
        if (value instanceof Json.Arr(var items)) {
            int at = index < 0 ? index + items.size() : index;
            if (at >= 0 && at < items.size()) {
                found.add(items.get(at));
            }
        }
    }

    /** Counts as that library does: from 0 to the length however the step is signed, and past the start from the end. */
    private static void items(Json value, Subscript.Slice slice, List<Json> found) {
        if (!(value instanceof Json.Arr(var items))) {
            return;
        }
        long length = items.size();
        long start = slice.start()
                .map(i -> i < 0 ? Math.max(0, i + length) : (long) i)
                .orElse(0L);
        long end = slice.end().map(i -> i < 0 ? i + length : (long) i).orElse(length);
        long step = slice.step();
        if (step < 0 && start >= length) {
            start -= (start - length + 1 - step - 1) / -step * -step;
        }
        for (long i = start; step > 0 ? i < Math.min(end, length) : i > Math.max(end, -length - 1); i += step) {
            item(value, (int) i, found);
        }
    }

    private void call(Function function, List<Operand> arguments, Json value, List<Json> found) {
        if (!function.takes(arguments.size())) {
            return;
        }
        List<List<Json>> given = List.of(List.of());
        for (Operand argument : arguments) {
            var longer = new ArrayList<List<Json>>();
            for (List<Json> before : given) {
                for (Json each : values(argument, value)) {
                    look();
                    var with = new ArrayList<>(before);
                    with.add(each);
                    longer.add(with);
                }
            }
            given = longer;
        }
        given.forEach(each -> function.apply(value, each).ifPresent(found::add));
    }

    private List<Json> values(Operand operand, Json current) {
        return switch (operand) {
            case Operand.Literal(Json value) -> List.of(value);
            case Operand.Found(Path path) -> all(path, current);
        };
    }

    private boolean holds(Condition condition, Json current) {
        return switch (condition) {
            case Condition.And(var all) -> all.stream().allMatch(each -> holds(each, current));
            case Condition.Or(var any) -> any.stream().anyMatch(each -> holds(each, current));
            case Condition.Not(var negated) -> !holds(negated, current);
            case Condition.Compared(var left, var relation, var right) -> {
                List<Json> others = values(right, current);
                yield values(left, current).stream()
                        .anyMatch(value -> others.stream().anyMatch(other -> {
                            look();
                            return relation.holds(value, other);
                        }));
            }
            case Condition.Holds(Operand.Literal(Json value)) -> value.truthy();
            case Condition.Holds(Operand.Found(Path path)) ->
                !all(path, current).isEmpty();
        };
    }
}
