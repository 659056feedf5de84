package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A target of ours as Litmus has it: part in the spec of an engine, part in the tunables of a fault. */
final class OwnApplication {
    private static final Field TARGET = Field.kept("target.kind", "appinfo, or TARGET_NODES for nodes");
    private static final Field ANY_OF = Field.kept("target.any-of[]", "spec.selectors.workloads[]")
            .or(new Fidelity.NotSupported(
                    "several are one target there only where each is the pods of a workload, said by namespace and owner;"
                            + " write a fault for each, with mode all"));
    private static final Field MODE = Field.kept(
                    "target.mode", "PODS_AFFECTED_PERC, NODES_AFFECTED_PERC: 100 for all, 0 for one; one if not given")
            .or(new Fidelity.Approximated("PODS_AFFECTED_PERC, NODES_AFFECTED_PERC; rounded down, to one at least"))
            .or(new Fidelity.NotSupported("Litmus hits one, all or a percentage; choose one of these modes"))
            .or(new Fidelity.NotSupported("pod-network-partition cuts off all pods of an application; set it to all"));
    private static final Field VALUE = Field.kept("target.value", "PODS_AFFECTED_PERC, NODES_AFFECTED_PERC")
            .or(new Fidelity.NotSupported("it is a whole percentage there; choose the mode percent, and round it"));
    private static final Field DRAW = Field.approximated(
                    "target.draw",
                    "nothing: each fault there draws anew from all that have the labels, as many as its own"
                            + " PODS_AFFECTED_PERC says, so faults with one draw may hit different pods; to have them meet, name"
                            + " the pod, or set mode to all")
            .or(new Fidelity.Kept("nothing: there is nothing to draw where one is named, or all are hit"));
    private static final Field NEW = Field.kept("target.include-new", "nothing: it is false")
            .or(new Fidelity.NotSupported("pods are chosen once there, when the fault begins; leave it out"));
    private static final Field NAMESPACE = Field.kept(
            "target.namespace", "spec.appinfo.appns; that of the engine if not given, as kubectl apply has it");
    private static final Fidelity BY_LABELS =
            new Fidelity.NotSupported("pod-network-partition finds an application by its labels; give these");
    private static final Field NAME = Field.kept(
                    "target.name", "TARGET_PODS, TARGET_NODES, spec.selectors.workloads[].names")
            .or(BY_LABELS);
    private static final Field LABELS = Field.kept("target.labels", "spec.appinfo.applabel, or NODE_LABEL");
    private static final Field SELECTOR = Field.kept("target.selector", "spec.appinfo.applabel, or NODE_LABEL");
    private static final Field OWNER =
            Field.kept("target.owner", "spec.selectors.workloads[]").or(BY_LABELS);
    private static final Field RESOURCE = Field.kept("target.resource", "spec.appinfo.appkind, or the workload's kind");
    private static final Field ON_NODES = Field.kept("target.node-selector", "NODE_LABEL");
    private static final Field OF_PODS = Field.kept("target.pod-selector", "spec.appinfo.applabel");
    private static final Field OF_NAMESPACE = Field.kept("target.pod-namespace", "spec.appinfo.appns");
    private static final Field CONTAINER = Field.kept("target.container", "TARGET_CONTAINER");
    private static final Field IMAGE = Field.kept("target.agent-image", "nothing: no agent of Shakeout is there");

    private static final List<String> OWNED = List.of("namespace", "owner", "agent-image");

    private OwnApplication() {}

    static List<Field> fields() {
        return List.of(
                TARGET,
                ANY_OF,
                MODE,
                VALUE,
                NEW,
                DRAW,
                NAMESPACE,
                NAME,
                LABELS,
                SELECTOR,
                OWNER,
                RESOURCE,
                ON_NODES,
                OF_PODS,
                OF_NAMESPACE,
                CONTAINER,
                IMAGE);
    }

    /** @return what stands in the spec of the engine */
    static Json.Obj write(Sheet target, HubFault fault, Sketch env) {
        List.of(TARGET, NAMESPACE, LABELS, SELECTOR, RESOURCE, ON_NODES, OF_PODS, OF_NAMESPACE, CONTAINER, IMAGE)
                .forEach(target::record);
        if (!(fault instanceof NetworkPartition)) {
            target.record(NAME);
            target.record(OWNER);
        }
        boolean chance = text(target, NAME).isEmpty()
                && !text(target, MODE).orElse("one").equals("all");
        target.record(DRAW, DRAW.ways().get(chance ? 0 : 1));
        target.look(NEW, Type.bool())
                .ifPresent(on -> target.record(NEW, NEW.ways().get(on ? 1 : 0)));
        var spec = Sketch.of("spec.");
        if (target.look(ANY_OF).isPresent()) {
            several(target, fault, spec, env);
            return spec.json();
        }
        switch (text(target, TARGET).orElse("")) {
            case "node" -> node(target, spec, env);
            case "workload" -> workload(target, spec);
            default -> {
                if (fault instanceof NetworkPartition) {
                    whole(target, spec);
                } else {
                    pods(target, spec, env);
                }
            }
        }
        return spec.json();
    }

    private static void pods(Sheet target, Sketch spec, Sketch env) {
        text(target, CONTAINER).ifPresent(container -> env.put(Pods.CONTAINER, container));
        text(target, ON_NODES).ifPresent(label -> env.put(Pods.NODE_LABEL, label));
        Optional<String> owner = text(target, OWNER);
        Optional<String> name = text(target, NAME);
        if (owner.isPresent()) {
            String[] kind = owner.get().split("/", 2);
            workloads(spec, target, kind[0], kind[kind.length - 1]);
            share(target, Pods.SHARE, env);
            return;
        }
        application(target, spec);
        if (name.isPresent()) {
            env.put(Pods.NAMES, name.get());
            target.record(MODE);
            target.record(VALUE);
        } else {
            share(target, Pods.SHARE, env);
        }
    }

    private static void several(Sheet target, HubFault fault, Sketch spec, Sketch env) {
        text(target, CONTAINER).ifPresent(container -> env.put(Pods.CONTAINER, container));
        List<Sheet> each = Ours.eachOf(target, "target.");
        boolean owners = text(target, TARGET).filter("pod"::equals).isPresent()
                && !(fault instanceof NetworkPartition)
                && each.stream().allMatch(item -> {
                    List.of(NAMESPACE, OWNER, IMAGE).forEach(item::record);
                    return text(item, OWNER).isPresent()
                            && OWNED.containsAll(item.tree().members().keySet());
                });
        target.record(ANY_OF, ANY_OF.ways().get(owners ? 0 : 1));
        if (owners) {
            spec.put(
                    ApplicationFields.WORKLOADS,
                    Json.of(each.stream().map(OwnApplication::owner).toList()));
        } else {
            each.forEach(Sheet::leaveAlone);
        }
        share(target, Pods.SHARE, env);
        target.leaveAlone();
    }

    private static Json owner(Sheet target) {
        String[] kind = text(target, OWNER).orElse("").split("/", 2);
        return workload(target, kind[0], kind[kind.length - 1]);
    }

    private static void whole(Sheet target, Sketch spec) {
        boolean all = text(target, MODE).filter("all"::equals).isPresent();
        target.record(MODE, MODE.ways().get(all ? 0 : 3));
        if (target.look(MODE).isEmpty()) {
            target.note(MODE, MODE.ways().get(3));
        }
        target.look(VALUE);
        target.record(NAME, NAME.ways().get(1));
        target.record(OWNER, OWNER.ways().get(1));
        application(target, spec);
    }

    private static void application(Sheet target, Sketch spec) {
        text(target, NAMESPACE).ifPresent(namespace -> spec.put(ApplicationFields.NAMESPACE, namespace));
        label(target).ifPresent(label -> spec.put(ApplicationFields.LABEL, label));
    }

    private static void node(Sheet target, Sketch spec, Sketch env) {
        text(target, OF_NAMESPACE).ifPresent(namespace -> spec.put(ApplicationFields.NAMESPACE, namespace));
        text(target, OF_PODS).ifPresent(label -> spec.put(ApplicationFields.LABEL, label));
        Optional<String> name = text(target, NAME);
        name.ifPresent(node -> env.put(Nodes.NAMES, node));
        label(target).ifPresent(label -> env.put(Nodes.LABEL, label));
        if (name.isEmpty()) {
            share(target, Nodes.SHARE, env);
        } else {
            target.record(MODE);
        }
    }

    private static void workload(Sheet target, Sketch spec) {
        target.record(MODE);
        String kind = text(target, RESOURCE).orElse("deployment");
        Optional<String> name = text(target, NAME);
        if (name.isPresent()) {
            workloads(spec, target, kind, name.get());
            return;
        }
        application(target, spec);
        text(target, RESOURCE).ifPresent(resource -> spec.put(ApplicationFields.KIND, resource));
    }

    private static void workloads(Sketch spec, Sheet target, String kind, String name) {
        spec.put(ApplicationFields.WORKLOADS, Json.of(List.of(workload(target, kind, name))));
    }

    private static Json workload(Sheet target, String kind, String name) {
        String within = ApplicationFields.WORKLOADS.path() + ".";
        return Sketch.of(within)
                .put(ApplicationFields.WORKLOAD_KIND, kind)
                .put(ApplicationFields.WORKLOAD_NAMES, name)
                .put(
                        ApplicationFields.WORKLOAD_NAMESPACE,
                        text(target, NAMESPACE).orElse("default"))
                .json();
    }

    private static void share(Sheet target, Field share, Sketch env) {
        String mode = text(target, MODE).orElse("one");
        boolean percent = mode.equals("percent");
        target.record(MODE, MODE.ways().get(percent ? 1 : mode.equals("one") || mode.equals("all") ? 0 : 2));
        Optional<Json> value = target.look(VALUE)
                .flatMap(given -> percent ? Form.WHOLE_PERCENT_TEXT.turn().apply(given.json()) : Optional.empty());
        target.record(VALUE, VALUE.ways().get(value.isPresent() ? 0 : 1));
        env.put(share, mode.equals("all") ? Json.of("100") : value.orElse(Json.of("0")));
    }

    private static Optional<String> label(Sheet target) {
        String labels = target.look(LABELS, Type.textMap()).orElse(Map.of()).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        String both = text(target, SELECTOR)
                .map(selector -> labels.isEmpty() ? selector : labels + "," + selector)
                .orElse(labels);
        return Optional.of(both).filter(text -> !text.isEmpty());
    }

    private static Optional<String> text(Sheet target, Field field) {
        return target.look(field).map(value -> value.json().text());
    }
}
