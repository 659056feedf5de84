package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A graph of attacks, pauses and checks, one after the other and beside each other. */
final class Scenario {
    private static final Fidelity PAUSE = new Fidelity.Kept("Delay: a pause before what comes next");
    private static final Fidelity LAST_PAUSE = new Fidelity.Approximated("Delay: nothing, as nothing comes after it");
    private static final Fidelity BEFORE = new Fidelity.Approximated(
            "SynchronousStatusCheck: the steady state, so nothing is attacked unless it passes; it is looked at again in the"
                    + " end");
    private static final Fidelity BETWEEN = new Fidelity.Approximated(
            "SynchronousStatusCheck: a guard from that moment on, which halts the run; it goes on watching, and what comes"
                    + " next does not wait for it");
    private static final Fidelity AFTER =
            new Fidelity.Kept("SynchronousStatusCheck: a probe of the method, which is missed when the check fails");
    private static final Fidelity ALWAYS =
            new Fidelity.Kept("ContinuousStatusCheck: a guard, which halts the run as soon as the check fails");
    private static final Field TYPE = new Field(
            "nodes.*.type",
            List.of(
                    new Fidelity.Kept("InfraAttack: the faults, for as long as they last"),
                    PAUSE,
                    LAST_PAUSE,
                    BEFORE,
                    BETWEEN,
                    AFTER,
                    ALWAYS,
                    new Fidelity.Kept("Concurrent: its branches beside each other; what comes next waits for all")));
    private static final Field ID = Field.kept("nodes.*.id", "nothing: its name in the graph counts");
    private static final Field NAME = Field.kept("nodes.*.name", "names of the activities");
    private static final Field DESCRIPTION = Field.kept("nodes.*.description", "nothing: it is for people");
    private static final Field NEXT = Field.kept("nodes.*.next", "the order of the method");
    private static final Field DELAY = Field.kept("nodes.*.delay", "pauses, in seconds");
    private static final Field BRANCHES = Field.kept("nodes.*.branches[]", "activities beside each other");
    private static final Field START = Field.kept("graph.start_id", "what comes first");
    private static final Field NODES = Field.kept("graph.nodes", "the method");
    private static final List<String> TYPES =
            List.of("InfraAttack", "Delay", "SynchronousStatusCheck", "ContinuousStatusCheck", "Concurrent");
    private static final int DEEPEST = 20;

    private final Choices choices;
    private final Timeline timeline = new Timeline();
    private final List<Tree> steady = new ArrayList<>();
    private final List<Tree> watched = new ArrayList<>();
    private final List<Tree> guards = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private boolean begun;

    Scenario(Choices choices) {
        this.choices = choices;
    }

    static List<Field> fields() {
        return List.of(START, TYPE, ID, NAME, DESCRIPTION, NEXT, DELAY);
    }

    /** Reads a graph; what it holds is then in {@link #put}. */
    Scenario read(Sheet graph) {
        walk(graph, Duration.ZERO, true, 0);
        return this;
    }

    /** @param last whether nothing comes after this graph */
    private Duration walk(Sheet graph, Duration start, boolean last, int depth) {
        graph.record(START);
        Bookkeeping.record(graph);
        boolean begins = graph.demand(START, "");
        boolean whole = graph.demand(NODES, "") && begins;
        if (!whole || depth > DEEPEST || !(graph.look(NODES).orElseThrow() instanceof Tree.Obj nodes)) {
            if (whole) {
                graph.wrong(
                        NODES,
                        depth > DEEPEST
                                ? "branches in branches, more than " + DEEPEST + " deep"
                                : "'nodes' must be an object of nodes by their ids");
            }
            return start;
        }
        String id = graph.look(START, Type.text()).orElse("");
        Tree at = graph.look(START).orElseThrow();
        Set<String> met = new HashSet<>();
        Duration reached = start;
        Optional<Tree> link = Optional.of(at);
        while (link.isPresent()) {
            Tree.Member node = nodes.members().get(id);
            if (node == null || !met.add(id)) {
                graph.problems()
                        .at(
                                link.get().position(),
                                node == null
                                        ? "there is no node '" + id + "' in the graph"
                                                + Nearest.suggestion(
                                                        id, nodes.members().keySet())
                                        : "the node '" + id + "' comes after itself, so the scenario would never end");
                return reached;
            }
            if (!(node.value() instanceof Tree.Obj tree)) {
                graph.problems().at(node.value().position(), "a node must be an object with a type");
                return reached;
            }
            Sheet sheet = graph.recorder().sheet(tree, "the node " + id);
            Optional<Tree> next = sheet.take(NEXT).filter(value -> value.json().truthy());
            reached = node(sheet, tree, id, reached, last && next.isEmpty(), depth);
            id = next.map(CommandLine::text).orElse("");
            link = next;
        }
        nodes.members().forEach((name, node) -> {
            if (!met.contains(name)) {
                graph.problems()
                        .at(
                                node.position(),
                                "the node '" + name + "' comes after no other; lead to it by 'next', or take it out");
            }
        });
        return reached;
    }

    private Duration node(Sheet sheet, Tree.Obj tree, String id, Duration start, boolean last, int depth) {
        List.of(ID, DESCRIPTION).forEach(sheet::record);
        Bookkeeping.record(sheet);
        Optional<String> named = sheet.take(NAME, Type.text()).filter(text -> !text.isBlank());
        String type = sheet.demand(TYPE, "; it must be one of " + String.join(", ", TYPES))
                ? sheet.look(TYPE, Type.text()).orElse("")
                : "";
        return switch (type) {
            case "InfraAttack" -> {
                sheet.record(TYPE, TYPE.ways().getFirst());
                if (!AttackBody.isIn(tree)) {
                    sheet.problems()
                            .at(
                                    sheet.position(),
                                    "the node " + id + " says neither attack_configuration nor"
                                            + " impact_definition and target_definition");
                    yield start;
                }
                Acts acts = AttackBody.read(sheet, choices);
                acts.addTo(timeline, start, named.orElse(acts.attack()));
                begun = true;
                yield start.plus(acts.lasts());
            }
            case "Delay" -> {
                sheet.record(TYPE, last ? LAST_PAUSE : PAUSE);
                begun = true;
                yield start.plus(Duration.ofSeconds(
                        sheet.require(DELAY, Type.integer(0, 604_800)).orElse(0)));
            }
            case "SynchronousStatusCheck" -> {
                Fidelity way = !begun ? BEFORE : last ? AFTER : BETWEEN;
                sheet.record(TYPE, way);
                StatusCheck.read(sheet)
                        .ifPresent(
                                check -> check(check, sheet, way, unique(named.orElse("status check " + id)), start));
                yield start;
            }
            case "ContinuousStatusCheck" -> {
                sheet.record(TYPE, ALWAYS);
                StatusCheck.read(sheet)
                        .ifPresent(check -> guard(check, unique(named.orElse("status check " + id)), start));
                yield start;
            }
            case "Concurrent" -> {
                sheet.record(TYPE, TYPE.ways().getLast());
                yield branches(sheet, start, last, depth);
            }
            default -> {
                if (!type.isEmpty()) {
                    sheet.wrong(
                            TYPE,
                            "there is no node of the type '" + type + "'" + Nearest.suggestion(type, TYPES)
                                    + "; it must be one of " + String.join(", ", TYPES));
                }
                tree.members().keySet().forEach(key -> sheet.look(Field.kept(key, "")));
                yield start;
            }
        };
    }

    private Duration branches(Sheet sheet, Duration start, boolean last, int depth) {
        sheet.demand(BRANCHES, "; it must be a list of graphs");
        Duration end = start;
        for (Tree branch : sheet.items(BRANCHES)) {
            if (branch instanceof Tree.Obj graph) {
                Duration reached = walk(sheet.recorder().sheet(graph, "a branch"), start, last, depth + 1);
                end = reached.compareTo(end) > 0 ? reached : end;
            } else {
                sheet.problems().at(branch.position(), "a branch must be an object with start_id and nodes");
            }
        }
        return end;
    }

    private void check(StatusCheck check, Sheet sheet, Fidelity way, String name, Duration start) {
        if (way.equals(BEFORE)) {
            steady.addAll(check.probes(name, sheet));
        } else if (way.equals(AFTER)) {
            check.probes(name, sheet)
                    .forEach(probe -> timeline.add(new Timeline.Entry(
                            CommandLine.text(probe.get("name").orElseThrow().value()),
                            "probe",
                            check.position(),
                            (Tree.Obj) probe.get("provider").orElseThrow().value(),
                            start,
                            Duration.ZERO,
                            Draft.at(check.position())
                                    .put(
                                            "tolerance",
                                            probe.get("tolerance").orElseThrow().value())
                                    .tree())));
        } else {
            guard(check, name, start);
        }
    }

    private void guard(StatusCheck check, String name, Duration start) {
        watched.add(check.watched(name));
        guards.add(check.guard(name, start));
    }

    /** Activities and guards have names of their own. */
    private String unique(String name) {
        String plain = name.replaceAll("[\\p{Cntrl}'\\\\]", " ");
        int count = names.merge(plain, 1, Integer::sum);
        return count == 1 ? plain : unique(plain + " (" + count + ")");
    }

    /** Adds it all to an experiment. */
    void put(Draft experiment, dev.shakeout.model.Position position) {
        if (!steady.isEmpty()) {
            experiment.put(
                    "steady-state-hypothesis",
                    Draft.at(position)
                            .put("title", "Status checks pass")
                            .put("probes", Draft.list(position, steady))
                            .tree());
        }
        experiment.put("method", timeline.method(position));
        if (!guards.isEmpty()) {
            experiment.put(
                    "safety",
                    Draft.at(position)
                            .put("probes", Draft.list(position, watched))
                            .put("halt-when", Draft.list(position, guards))
                            .tree());
        }
    }
}
