package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts what waits for others into an order of serial and parallel templates, and branches of tasks: see {@link Course}. */
final class OwnCourse {
    private final Flow flow;
    private final Set<Act> apart = new HashSet<>();
    private final Set<Act> undecided = new HashSet<>();

    OwnCourse(Flow flow) {
        this.flow = flow;
    }

    /**
     * One template.
     *
     * @param acts whose it is: several where faults are one object
     */
    record Step(List<Act> acts, Piece piece) {
        boolean isTask() {
            return piece.type().equals("Task");
        }
    }

    /**
     * What begins by one cue.
     *
     * @param end when all of it is over, as far as that is known
     */
    record Group(OwnCue cue, List<Step> steps, Duration end) {
        Set<String> names() {
            var names = new LinkedHashSet<String>();
            steps.forEach(step -> step.acts().forEach(act -> names.add(act.name())));
            return names;
        }

        Group with(List<Step> some) {
            return new Group(cue, some, end);
        }
    }

    /** Those that no order of templates can wait as they do. */
    Set<Act> apart() {
        return apart;
    }

    /** Those whose condition no branch can ask. */
    Set<Act> undecided() {
        return undecided;
    }

    /**
     * @param groups each after those that it waits for
     * @param held conditions that hold where they begin
     * @return the name of the template that is all of them
     */
    String of(List<Group> groups, List<String> held) {
        for (int i = groups.size() - 1; i > 0; i--) {
            List<Group> head = groups.subList(0, i);
            List<Group> tail = groups.subList(i, groups.size());
            if (follows(tail, last(head), held)) {
                return flow.serial("in-turn", List.of(of(head, held), of(tail, held)));
            }
        }
        Group root = groups.getFirst();
        if (!OwnCue.own(root.cue().condition(), held).isEmpty()) {
            groups.forEach(group -> group.steps().forEach(step -> undecided.addAll(step.acts())));
            return root.steps().getFirst().piece().name();
        }
        return groups.size() == 1 && root.steps().stream().noneMatch(Step::isTask)
                ? flow.of(pieces(root.steps()), root.end())
                : beside(root, groups.subList(1, groups.size()), held);
    }

    private static List<Piece> pieces(List<Step> steps) {
        return steps.stream().map(Step::piece).toList();
    }

    /** With whose end all of these have ended. */
    private static Set<String> last(List<Group> groups) {
        Set<String> last = new HashSet<>();
        groups.forEach(group -> last.addAll(group.names()));
        groups.forEach(group -> last.removeAll(group.cue().after()));
        return last;
    }

    private static boolean follows(List<Group> tail, Set<String> last, List<String> held) {
        Set<String> names = new HashSet<>();
        tail.forEach(group -> names.addAll(group.names()));
        return tail.stream()
                        .allMatch(group -> group.cue().after().equals(last)
                                ? OwnCue.own(group.cue().condition(), held).isEmpty()
                                : names.containsAll(group.cue().after()))
                && tail.getFirst().cue().after().equals(last);
    }

    /** What waits for single ones of the root goes with these. */
    private String beside(Group root, List<Group> others, List<String> held) {
        Map<String, Set<Step>> roots = roots(root, others);
        var parts = new LinkedHashMap<Set<Step>, List<Group>>();
        for (Step step : root.steps()) {
            Set<Step> part = parts.keySet().stream()
                    .filter(known -> known.contains(step))
                    .findFirst()
                    .orElseGet(() -> together(step, roots));
            parts.putIfAbsent(part, new ArrayList<>());
        }
        for (Group group : others) {
            Set<Step> needed = new HashSet<>();
            group.names().forEach(name -> needed.addAll(roots.getOrDefault(name, Set.of())));
            parts.entrySet().stream()
                    .filter(part -> part.getKey().containsAll(needed))
                    .findFirst()
                    .ifPresent(part -> part.getValue().add(group));
        }
        var branches = new ArrayList<String>();
        var alone = new ArrayList<Step>();
        parts.forEach((steps, groups) -> {
            Step first = steps.iterator().next();
            if (groups.isEmpty() && !first.isTask()) {
                alone.addAll(steps);
            } else if (steps.size() == 1
                    && first.isTask()
                    && (groups.isEmpty() || root.steps().size() == 1)) {
                String task = groups.isEmpty() ? flow.add(first.piece()) : decided(first, groups, held);
                branches.add(flow.later(first.piece().start(), task));
            } else if (steps.size() < root.steps().size()) {
                var all = new ArrayList<>(List.of(root.with(List.copyOf(steps))));
                all.addAll(groups);
                branches.add(of(all, held));
            } else {
                groups.forEach(group -> refuse(group, held));
            }
        });
        if (!alone.isEmpty()) {
            branches.add(flow.of(pieces(alone), root.end()));
        }
        return branches.isEmpty() ? "" : flow.parallel("side-by-side", branches);
    }

    private void refuse(Group group, List<String> held) {
        boolean asks = !OwnCue.own(group.cue().condition(), held).isEmpty();
        group.steps().forEach(step -> (asks ? undecided : apart).addAll(step.acts()));
    }

    /** From which steps of the root each name follows. */
    private static Map<String, Set<Step>> roots(Group root, List<Group> others) {
        var roots = new LinkedHashMap<String, Set<Step>>();
        root.steps().forEach(step -> step.acts().forEach(act -> roots.put(act.name(), Set.of(step))));
        for (Group group : others) {
            Set<Step> from = new LinkedHashSet<>();
            group.cue().after().forEach(name -> from.addAll(roots.getOrDefault(name, Set.of())));
            group.names().forEach(name -> roots.put(name, from));
        }
        return roots;
    }

    /** All that something waits for together with this one. */
    private static Set<Step> together(Step step, Map<String, Set<Step>> roots) {
        Set<Step> all = new LinkedHashSet<>(Set.of(step));
        boolean grown = true;
        while (grown) {
            grown = roots.values().stream()
                    .filter(from -> from.stream().anyMatch(all::contains))
                    .map(all::addAll)
                    .reduce(false, (one, other) -> one || other);
        }
        return all;
    }

    /** A task, and what follows from how it ended. */
    private String decided(Step task, List<Group> groups, List<String> held) {
        String name = task.acts().getFirst().name();
        var branches = new ArrayList<Json>();
        var left = new ArrayList<>(groups);
        while (!left.isEmpty()) {
            Group first = left.getFirst();
            Optional<String> expression = Optional.of(OwnCue.own(first.cue().condition(), held))
                    .map(own -> own.isEmpty() ? "true" : own)
                    .filter(_ -> first.cue().after().equals(Set.of(name)))
                    .flatMap(own -> OwnExpression.of(own, name));
            List<Group> branch = within(first, left);
            left.removeAll(branch);
            if (expression.isEmpty()) {
                branch.forEach(group -> group.steps().forEach(step -> undecided.addAll(step.acts())));
            } else {
                var conditions = new ArrayList<>(held);
                String own = OwnCue.own(first.cue().condition(), held);
                if (!own.isEmpty()) {
                    conditions.add(own);
                }
                branches.add(Json.object("target", of(branch, conditions), "expression", expression.get()));
            }
        }
        return flow.add(task.piece().with(Json.object("conditionalBranches", Json.of(branches))));
    }

    /** That one, and all that follows from it. */
    private static List<Group> within(Group first, List<Group> groups) {
        var all = new ArrayList<>(List.of(first));
        Set<String> names = new HashSet<>(first.names());
        for (Group group : groups) {
            if (!all.contains(group) && names.containsAll(group.cue().after())) {
                all.add(group);
                names.addAll(group.names());
            }
        }
        return all;
    }
}
