package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.LabelText;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.dialects.foreign.Union;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which pods a fault hits, how many, in which order and for how long: what all faults of pods have in common. */
final class Pods {
    static final Field DURATION = Field.kept("TOTAL_CHAOS_DURATION", "duration");
    private static final Fidelity SEVERAL = new Fidelity.NotSupported(
            "what is selected is targets of several kinds here, of which only all can be hit; set it to 100, or have things of"
                    + " one kind stand for the pods");
    static final Field SHARE = Field.kept(
                    "PODS_AFFECTED_PERC",
                    "mode: all for 100, one for 0 or nothing; nothing where TARGET_PODS names them")
            .or(new Fidelity.Approximated(
                    "mode percent; rounded up to whole pods, where Litmus rounds down, to one at least"))
            .or(SEVERAL);
    static final Field NAMES = Field.kept("TARGET_PODS", "name, one fault for each");
    private static final Field SEQUENCE = Field.kept(
                    "SEQUENCE", "all at once for parallel; for serial one after the other, where pods are named")
            .or(new Fidelity.Approximated(
                    "all at once: one after the other is possible only where TARGET_PODS names the pods"));
    static final Field NODE_LABEL = Field.kept("NODE_LABEL", "node-selector of the target")
            .or(new Fidelity.Kept("nothing: where TARGET_PODS names pods, they alone count, as in Litmus"));
    static final Field CONTAINER = Field.kept("TARGET_CONTAINER", "container of the target; the first if none is named")
            .or(new Fidelity.Approximated("nothing: the target map says which process or container stands for the pod"))
            .or(new Fidelity.Kept("nothing: the whole pod is hit, in Litmus too"));

    private final Tunables tunables;
    private final List<Tree.Obj> targets;
    private final boolean named;
    private final boolean serial;
    private final Duration lasts;

    private Pods(Tunables tunables, List<Tree.Obj> targets, boolean named, boolean serial, Duration lasts) {
        this.tunables = tunables;
        this.targets = targets;
        this.named = named;
        this.serial = serial;
        this.lasts = lasts;
    }

    static List<Field> tunables() {
        return List.of(DURATION, SHARE, NAMES, SEQUENCE, NODE_LABEL, CONTAINER);
    }

    static Pods read(Tunables tunables, Application application) {
        return read(tunables, application, DURATION);
    }

    /** @param duration the same, with other words of what it becomes */
    static Pods read(Tunables tunables, Application application, Field duration) {
        Duration lasts = tunables.require(duration, LitmusTime.SECONDS).orElse(Duration.ofMinutes(1));
        List<String> names = tunables.take(NAMES, Commas.TYPE).orElse(List.of());
        Optional<LabelText> onNodes = tunables.look(NODE_LABEL, LabelText.TYPE);
        tunables.record(NODE_LABEL, NODE_LABEL.ways().get(names.isEmpty() ? 0 : 1));
        boolean serial = tunables.look(SEQUENCE, Type.choice("parallel", "serial"))
                .filter("serial"::equals)
                .isPresent();
        BigDecimal share = tunables.look(SHARE, Type.number(0, 100)).orElse(BigDecimal.ZERO);
        List<Tree.Obj> targets = names.isEmpty()
                ? selected(tunables, application.on(onNodes.orElse(LabelText.NONE)), share)
                : named(tunables, application, names);
        if (!names.isEmpty()) {
            tunables.record(SHARE);
        }
        boolean apart = !names.isEmpty() || only(targets);
        tunables.record(SEQUENCE, SEQUENCE.ways().get(serial && !apart ? 1 : 0));
        return new Pods(tunables, targets, !names.isEmpty(), serial && apart, lasts);
    }

    private static boolean only(List<Tree.Obj> targets) {
        return targets.stream().allMatch(target -> is(target, "mode", "one"));
    }

    private static boolean is(Tree.Obj target, String key, String value) {
        return target.get(key)
                .filter(member -> member.value().json().equals(Json.of(value)))
                .isPresent();
    }

    private static List<Tree.Obj> named(Tunables tunables, Application application, List<String> names) {
        var targets = new ArrayList<Tree.Obj>();
        for (String name : names) {
            var criteria = application.named(name, tunables.positionOf(NAMES));
            List<Tree.Obj> found = application.mapped()
                    ? application.map().matching(criteria).stream()
                            .map(TargetMap.Stand::target)
                            .toList()
                    : criteria.targets();
            if (found.isEmpty()) {
                tunables.wrong(NAMES, "nothing in the target map stands for the pod " + name);
            }
            found.forEach(target -> targets.add(with(target, "one", Optional.empty())));
        }
        return targets;
    }

    private static List<Tree.Obj> selected(Tunables tunables, Application application, BigDecimal share) {
        if (application.pods().isEmpty() && application.owners().isEmpty()) {
            tunables.problems()
                    .at(
                            application.position(),
                            "which pods are meant is not said; give appns and applabel in appinfo, or selectors, or TARGET_PODS");
            return List.of();
        }
        List<Tree.Obj> found = Union.of(application.selections());
        if (found.isEmpty()) {
            tunables.problems()
                    .at(
                            application.position(),
                            "nothing in the target map stands for pods with " + application.words());
        }
        boolean all = share.compareTo(BigDecimal.valueOf(100)) >= 0;
        boolean one = share.signum() == 0;
        if (found.size() > 1 && !all) {
            tunables.record(SHARE, SEVERAL);
            if (!tunables.given(SHARE)) {
                tunables.sheet().note(SHARE, SEVERAL);
            }
            return List.of();
        }
        tunables.record(SHARE, SHARE.ways().get(all || one ? 0 : 1));
        Optional<Json> value = all || one ? Optional.empty() : Optional.of(Json.of(share.toPlainString() + "%"));
        return found.stream()
                .map(target -> with(target, all ? "all" : one ? "one" : "percent", value))
                .toList();
    }

    private static Tree.Obj with(Tree.Obj target, String mode, Optional<Json> value) {
        Draft draft = Draft.at(target.position()).all(target).put("mode", mode);
        value.ifPresent(share -> draft.put("value", share));
        return draft.tree();
    }

    Duration lasts() {
        return lasts;
    }

    boolean serial() {
        return serial;
    }

    boolean named() {
        return named;
    }

    List<Tree.Obj> targets() {
        return targets;
    }

    /** Whether pods are hit, and not what stands for them. */
    boolean onPods() {
        return targets.stream().allMatch(target -> is(target, "kind", "pod"));
    }

    static String kind(Tree.Obj target) {
        return target.get("kind").map(kind -> kind.value().json().text()).orElse("");
    }

    /** What an effect is on a kind of target. */
    @FunctionalInterface
    interface Effect {
        Hit.Call on(String kind);
    }

    /** The fault on whole pods for as long as the chaos lasts. */
    List<Hit> wholly(Effect effect) {
        tunables.record(CONTAINER, CONTAINER.ways().get(2));
        return hits(effect);
    }

    /** The same in one container of each. */
    List<Hit> inContainer(Effect effect) {
        String container = container();
        return hits(effect).stream().map(hit -> hit.in(container)).toList();
    }

    /** The container that is named; "" for the first. */
    String container() {
        tunables.record(CONTAINER, CONTAINER.ways().get(onPods() ? 0 : 1));
        return tunables.look(CONTAINER, Type.text()).orElse("");
    }

    private List<Hit> hits(Effect effect) {
        var hits = new ArrayList<Hit>();
        for (Tree.Obj target : targets) {
            Duration start = serial ? lasts.multipliedBy(hits.size()) : Duration.ZERO;
            hits.add(new Hit(effect.on(kind(target)), target, start, Optional.of(lasts)));
        }
        return hits;
    }
}
