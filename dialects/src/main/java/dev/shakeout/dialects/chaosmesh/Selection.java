package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.PodCriteria;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.dialects.foreign.Union;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which pods are hit, how many of them, and for how long: what every kind that selects pods has in common. */
final class Selection {
    static final SelectorFields SELECTOR = new SelectorFields("spec.");

    static final Field MODE = Field.kept("spec.mode", "mode; fixed-percent is percent")
            .or(new Fidelity.NotSupported(
                    "what is selected is targets of several kinds here, of which only all can be hit; set mode"
                            + " to all, or have stand-ins of one kind"));
    static final ModeFields HOW_MANY = ModeFields.in("spec.", MODE);
    static final Field CLUSTER = Field.approximated(
            "spec.remoteCluster", "context: that of this name in the kubeconfig, not the RemoteCluster object");

    private final Sheet spec;
    private final List<Tree.Obj> targets;
    private final Optional<String> mode;

    private Selection(Sheet spec, List<Tree.Obj> targets, Optional<String> mode) {
        this.spec = spec;
        this.targets = targets;
        this.mode = mode;
    }

    /** What a kind that selects pods can have. */
    static List<Field> fields() {
        var all = new ArrayList<>(List.of(MODE, HOW_MANY.value()));
        all.addAll(SELECTOR.all());
        all.add(CLUSTER);
        all.add(Ends.DURATION);
        return all;
    }

    static Selection read(Sheet spec, Context context) {
        return read(spec, context, HOW_MANY);
    }

    /** @param howMany as this kind tells of it */
    static Selection read(Sheet spec, Context context, ModeFields howMany) {
        Optional<String> cluster = spec.take(CLUSTER, Type.text()).filter(name -> !name.isEmpty());
        Optional<PodCriteria> criteria = SELECTOR.read(spec, cluster, context.namespace());
        Optional<String> mode = howMany.look(spec);
        Tree.Obj how = howMany.ours(spec, mode);
        List<Tree.Obj> targets = criteria.map(
                        found -> targets(spec, found, context.choices().targets()))
                .orElse(List.of());
        return new Selection(
                spec,
                Union.of(targets).stream()
                        .map(target ->
                                Draft.at(target.position()).all(target).all(how).tree())
                        .toList(),
                mode);
    }

    /** The criteria of each target, without how many of them. */
    private static List<Tree.Obj> targets(Sheet spec, PodCriteria criteria, TargetMap map) {
        if (map.isEmpty()) {
            return criteria.targets();
        }
        List<TargetMap.Stand> stands = map.matching(criteria);
        if (stands.isEmpty()) {
            spec.problems()
                    .at(criteria.position(), "nothing in the target map stands for pods with " + criteria.words());
        }
        return stands.stream().map(TargetMap.Stand::target).toList();
    }

    /** The kinds of target that are hit: pod, unless a target map says otherwise. */
    List<String> kinds() {
        return targets.stream().map(Selection::kind).distinct().toList();
    }

    boolean onPods() {
        return kinds().stream().allMatch("pod"::equals);
    }

    private static String kind(Tree.Obj target) {
        return target.get("kind").map(kind -> kind.value().json().text()).orElse("");
    }

    /** What one effect is on a kind of target. */
    @FunctionalInterface
    interface Effect {
        Hit.Call on(String kind);
    }

    /** Each effect on each target. */
    List<Hit> hits(List<Effect> effects, Optional<Duration> lasts) {
        if (targets.size() > 1 && !mode.equals(Optional.of("all"))) {
            spec.record(MODE, MODE.ways().getLast());
            return List.of();
        }
        spec.record(MODE);
        var hits = new ArrayList<Hit>();
        for (Effect effect : effects) {
            for (Tree.Obj target : targets) {
                hits.add(new Hit(effect.on(kind(target)), target, lasts));
            }
        }
        return hits;
    }
}
