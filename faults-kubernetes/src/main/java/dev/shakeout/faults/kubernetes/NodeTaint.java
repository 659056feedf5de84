package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Set;

/** Taints a node (https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/). */
public final class NodeTaint implements ByApi {
    static final Parameter<String> KEY = Parameter.withDefault(
            "key", Type.text(), "shakeout.dev/taint", "Key of the taint, as tolerations name it.");
    static final Parameter<String> VALUE = Parameter.withDefault("value", Type.text(), "", "Value of the taint.");
    static final Parameter<String> EFFECT = Parameter.withDefault(
            "effect",
            Type.choice("NoSchedule", "NoExecute", "PreferNoSchedule"),
            "NoSchedule",
            "What pods without a toleration do: not come, leave as well, or rather go elsewhere.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "node/taint", "Taints a node, so that pods without a toleration keep away.", KEY, VALUE, EFFECT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NodeFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the node has the taint";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung("this one taint is taken away again; all others stay", Right::toChange, NodeTaint::taint);
    }

    private static Prepared taint(ApiRung.Site site) throws ApiRung.Unfit {
        String key = site.arguments().get(KEY);
        String effect = site.arguments().get(EFFECT);
        if (!key.matches("([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")) {
            throw new ApiRung.Unfit("'" + key + "' is no key of a taint; it must be like example.com/maintenance");
        }
        String value = site.arguments().get(VALUE);
        if (!value.matches("([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?")) {
            throw new ApiRung.Unfit("'" + value
                    + "' is no value of a taint; it must be up to 63 letters, digits, dots, dashes and underscores");
        }
        if (has(site.resource(), key, effect)) {
            throw new ApiRung.Unfit(site.target() + " has a taint " + key + ":" + effect + " already");
        }
        Json.Obj taint = value.isEmpty()
                ? Json.object("effect", effect, "key", key)
                : Json.object("effect", effect, "key", key, "value", value);
        int others = site.resource().list("spec", "taints").size();
        return new Prepared(
                List.of(site.change(
                        "taint " + site.target() + " with " + key + ":" + effect,
                        new Field.Item(Field.pointer("spec", "taints"), others, taint))),
                site.state(
                        "whether " + site.target() + " is tainted",
                        node -> has(node, key, effect),
                        node -> (has(node, key, effect) ? "is" : "is not") + " tainted with " + key + ":" + effect),
                effect.equals("NoExecute")
                        ? List.of("pods that do not tolerate it are deleted from the node, whatever their budgets say")
                        : List.of());
    }

    private static boolean has(Resource node, String key, String effect) {
        return node.list("spec", "taints").stream()
                .anyMatch(taint -> Resource.text(taint, "key").equals(key)
                        && Resource.text(taint, "effect").equals(effect));
    }
}
