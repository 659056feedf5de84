package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.LabelText;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which nodes a fault hits. */
final class Nodes {
    static final Field NAME = Field.kept("TARGET_NODE", "name");
    static final Field NAMES = Field.kept("TARGET_NODES", "name, one fault for each");
    private static final Fidelity ANY = new Fidelity.NotSupported(
            "no node is named, and one on which a pod of the application runs is found by labels of these alone, in a cluster;"
                    + " name it, or set NODE_LABEL");
    private static final Fidelity OF_PODS = new Fidelity.Kept(
            "pod-selector and pod-namespace: a node that a pod of the application is on, if none is named");
    static final Field LABEL = Field.kept("NODE_LABEL", "labels or selector, where no node is named")
            .or(OF_PODS)
            .or(ANY);
    static final Field SHARE = Field.kept(
                    "NODES_AFFECTED_PERC", "mode: all for 100, one for 0 or nothing; nothing where nodes are named")
            .or(new Fidelity.Approximated(
                    "mode percent; rounded up to whole nodes, where Litmus rounds down, to one at least"));
    private static final Field SEQUENCE = Field.kept(
                    "SEQUENCE", "all at once for parallel; for serial one after the other, where nodes are named")
            .or(new Fidelity.Approximated(
                    "all at once: one after the other is possible only where TARGET_NODES names the nodes"));

    /** Where a fault is on the node itself. */
    static final Field ITSELF = Field.notSupported(
            "TARGET_NODES",
            "this is done on the node itself; run Shakeout there, with a target map that says which host is which node");

    private final List<Tree.Obj> targets;
    private final boolean serial;
    private final Duration lasts;

    private Nodes(List<Tree.Obj> targets, boolean serial, Duration lasts) {
        this.targets = targets;
        this.serial = serial;
        this.lasts = lasts;
    }

    static List<Field> tunables() {
        return List.of(Pods.DURATION, NAME, NAMES, LABEL, SHARE, SEQUENCE);
    }

    /** Those of a fault that is done on the node itself, which only a target map can say how to reach. */
    static Nodes onThem(Tunables tunables, Application application) {
        if (!application.mapped()) {
            tunables.sheet().note(ITSELF, ITSELF.ways().getFirst());
        }
        return read(tunables, application);
    }

    static Nodes read(Tunables tunables, Application application) {
        Duration lasts = tunables.require(Pods.DURATION, LitmusTime.SECONDS).orElse(Duration.ofMinutes(1));
        var names = new ArrayList<>(tunables.take(NAMES, Commas.TYPE).orElse(List.of()));
        tunables.take(NAME, Type.text()).filter(name -> !name.isBlank()).ifPresent(names::add);
        Optional<LabelText> label = tunables.take(LABEL, LabelText.TYPE);
        BigDecimal share = tunables.look(SHARE, Type.number(0, 100)).orElse(BigDecimal.ZERO);
        boolean some = names.isEmpty() && share.signum() > 0 && share.compareTo(BigDecimal.valueOf(100)) < 0;
        tunables.record(SHARE, SHARE.ways().get(some ? 1 : 0));
        boolean serial = tunables.look(SEQUENCE, Type.choice("parallel", "serial"))
                .filter("serial"::equals)
                .isPresent();
        boolean apart = !names.isEmpty() || share.signum() == 0;
        tunables.record(SEQUENCE, SEQUENCE.ways().get(serial && !apart ? 1 : 0));
        if (names.isEmpty() && label.isEmpty()) {
            List<Tree.Obj> found = ofPods(application).stream().toList();
            tunables.sheet().note(LABEL, found.isEmpty() ? ANY : OF_PODS);
            return new Nodes(found, false, lasts);
        }
        List<Tree.Obj> targets = application.mapped()
                ? mapped(tunables, application, names, label)
                : names.isEmpty() ? List.of(labelled(tunables, label.orElseThrow(), share)) : named(tunables, names);
        return new Nodes(targets, serial && apart, lasts);
    }

    private static Optional<Tree.Obj> ofPods(Application application) {
        return application
                .pods()
                .filter(pods -> !application.mapped() && application.owners().isEmpty())
                .filter(pods -> pods.pods().isEmpty() && pods.namespaces().size() == 1)
                .map(pods -> {
                    String labels = new LabelText(pods.labels(), pods.expressions()).text();
                    Draft node = Draft.at(application.position()).put("kind", "node");
                    return (labels.isEmpty() ? node : node.put("pod-selector", labels))
                            .put("pod-namespace", pods.namespaces().getFirst())
                            .put("mode", "one")
                            .tree();
                });
    }

    private static List<Tree.Obj> named(Tunables tunables, List<String> names) {
        return names.stream()
                .map(name -> Draft.at(tunables.sheet().position())
                        .put("kind", "node")
                        .put("name", name)
                        .put("mode", "one")
                        .tree())
                .toList();
    }

    private static Tree.Obj labelled(Tunables tunables, LabelText label, BigDecimal share) {
        Draft node = Draft.at(tunables.positionOf(LABEL)).put("kind", "node");
        if (label.expressions().isEmpty()) {
            var labels = new LinkedHashMap<String, Json>();
            label.labels().forEach((key, value) -> labels.put(key, Json.of(value)));
            node.put("labels", new Json.Obj(labels));
        } else {
            tunables.take(LABEL, Type.text()).ifPresent(text -> node.put("selector", text));
        }
        boolean all = share.compareTo(BigDecimal.valueOf(100)) >= 0;
        node.put("mode", all ? "all" : share.signum() == 0 ? "one" : "percent");
        if (!all && share.signum() > 0) {
            node.put("value", Share.ours(share));
        }
        return node.tree();
    }

    private static List<Tree.Obj> mapped(
            Tunables tunables, Application application, List<String> names, Optional<LabelText> label) {
        var criteria = Application.criteria(
                tunables.sheet().position(),
                Map.of(),
                names.isEmpty() ? label.orElseThrow().labels() : Map.of(),
                names);
        List<Tree.Obj> targets = application.map().matching(criteria).stream()
                .map(TargetMap.Stand::target)
                .distinct()
                .map(target -> Draft.at(target.position())
                        .all(target)
                        .put("mode", "one")
                        .tree())
                .toList();
        if (targets.isEmpty()) {
            tunables.problems()
                    .at(
                            tunables.sheet().position(),
                            "nothing in the target map stands for nodes with " + criteria.words());
        }
        return targets;
    }

    List<Hit> hits(Pods.Effect effect) {
        var hits = new ArrayList<Hit>();
        for (Tree.Obj target : targets) {
            Duration start = serial ? lasts.multipliedBy(hits.size()) : Duration.ZERO;
            hits.add(new Hit(effect.on(Pods.kind(target)), target, start, Optional.of(lasts)));
        }
        return hits;
    }

    Duration lasts() {
        return lasts;
    }
}
