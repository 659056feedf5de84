package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.LabelText;
import dev.shakeout.dialects.foreign.PodCriteria;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what a ChaosEngine is about: {@code appinfo} and {@code selectors}. */
final class ApplicationFields {
    private static final Field APPINFO = Field.kept("spec.appinfo", "the criteria of the target");
    static final Field NAMESPACE = Field.kept("spec.appinfo.appns", "namespace; that of the ChaosEngine if not given");
    static final Field LABEL = Field.kept("spec.appinfo.applabel", "labels or selector of the target");
    static final Field KIND = Field.kept(
                    "spec.appinfo.appkind",
                    "nothing: it does not matter where workloads or nodes are hit, or none is given")
            .or(new Fidelity.Approximated(
                    "nothing: pods are found by their labels, whatever kind of workload they belong to"));
    private static final Field SELECTORS = Field.kept("spec.selectors", "the criteria of the target");
    private static final Field PODS = Field.kept("spec.selectors.pods[]", "the names");
    private static final Field POD_NAMES = Field.kept("spec.selectors.pods[].names", "name, one target for each");
    private static final Field POD_NAMESPACE = Field.kept("spec.selectors.pods[].namespace", "namespace");
    static final Field WORKLOADS = Field.kept("spec.selectors.workloads[]", "the owners");
    private static final Fidelity UNKNOWN_KIND = new Fidelity.NotSupported(
            "owners are deployments, stateful sets, daemon sets and jobs; select by labels, or name the pods");
    static final Field WORKLOAD_KIND = Field.kept("spec.selectors.workloads[].kind", "owner")
            .or(UNKNOWN_KIND)
            .or(new Fidelity.Approximated(
                    "nothing: pods are found by the labels, whatever kind of workload they belong to"));
    static final Field WORKLOAD_NAMES = Field.kept("spec.selectors.workloads[].names", "owner, in any-of for several");
    private static final Field WORKLOAD_LABELS = Field.approximated(
            "spec.selectors.workloads[].labels",
            "labels or selector of the pods, where Litmus means those of the workload");
    static final Field WORKLOAD_NAMESPACE = Field.kept("spec.selectors.workloads[].namespace", "namespace");
    private static final List<String> KINDS = List.of("deployment", "statefulset", "daemonset", "job");

    private final Sheet spec;
    private final String own;
    private final List<PodCriteria> found = new ArrayList<>();
    private final List<Application.Owner> owners = new ArrayList<>();
    private final Map<String, List<String>> named = new LinkedHashMap<>();

    private ApplicationFields(Sheet spec, String own) {
        this.spec = spec;
        this.own = own;
    }

    static List<Field> fields() {
        return List.of(
                NAMESPACE,
                LABEL,
                KIND,
                POD_NAMES,
                POD_NAMESPACE,
                WORKLOAD_KIND,
                WORKLOAD_NAMES,
                WORKLOAD_LABELS,
                WORKLOAD_NAMESPACE);
    }

    /**
     * @param namespace of the ChaosEngine
     * @param byLabels whether its faults find pods by labels, so that the kind of their workload would matter
     */
    static Application read(Sheet spec, String namespace, boolean byLabels, Choices choices) {
        return new ApplicationFields(spec, namespace).read(byLabels, choices);
    }

    private Application read(boolean byLabels, Choices choices) {
        Optional<Sheet> info = spec.open(APPINFO);
        String namespace = info.flatMap(sheet -> sheet.take(NAMESPACE, Type.text()))
                .filter(text -> !text.isBlank())
                .orElse(own);
        Optional<LabelText> label = info.flatMap(sheet -> sheet.look(LABEL)
                .filter(tree -> !tree.json().text().isBlank())
                .flatMap(_ -> sheet.look(LABEL, LabelText.TYPE)));
        info.ifPresent(sheet -> sheet.record(LABEL));
        String kind =
                info.flatMap(sheet -> sheet.look(KIND, Type.text())).orElse("").toLowerCase(Locale.ROOT);
        info.ifPresent(sheet ->
                sheet.record(KIND, KIND.ways().get(byLabels && !kind.isEmpty() && label.isPresent() ? 1 : 0)));
        spec.open(SELECTORS).ifPresent(this::selectors);
        Position at = info.map(Sheet::position).orElse(spec.position());
        Optional<PodCriteria> pods = named.isEmpty()
                ? found.stream().findFirst().or(() -> all(label, namespace, at))
                : Optional.of(Application.criteria(at, named, Map.of(), List.of()));
        return new Application(at, namespace, kind, pods, List.copyOf(owners), LabelText.NONE, choices);
    }

    private static Optional<PodCriteria> all(Optional<LabelText> label, String namespace, Position at) {
        return label.map(text -> labelled(text, namespace, at))
                .or(() ->
                        namespace.isEmpty() ? Optional.empty() : Optional.of(labelled(LabelText.NONE, namespace, at)));
    }

    private static PodCriteria labelled(LabelText label, String namespace, Position at) {
        return new PodCriteria(
                at,
                Optional.empty(),
                namespace.isEmpty() ? List.of() : List.of(namespace),
                Map.of(),
                label.labels(),
                label.expressions(),
                Map.of(),
                Map.of(),
                List.of(),
                LabelText.NONE,
                Optional.empty());
    }

    private void selectors(Sheet selectors) {
        for (Tree item : selectors.items(PODS)) {
            object(item, "an item of selectors.pods").ifPresent(this::pods);
        }
        for (Tree item : selectors.items(WORKLOADS)) {
            object(item, "an item of selectors.workloads").ifPresent(this::workload);
        }
        if (found.size() + (named.isEmpty() ? 0 : 1) + (owners.isEmpty() ? 0 : 1) > 1) {
            selectors
                    .problems()
                    .at(
                            selectors.position(),
                            "pods are selected in more than one way; name pods, or workloads, or the labels of one workload");
        }
    }

    private Optional<Sheet> object(Tree item, String what) {
        if (item instanceof Tree.Obj object) {
            return Optional.of(spec.recorder().sheet(object, what));
        }
        spec.problems().at(item.position(), what + " must be an object");
        return Optional.empty();
    }

    private void pods(Sheet item) {
        String namespace = item.require(POD_NAMESPACE, Type.text()).orElse(own);
        item.require(POD_NAMES, Commas.TYPE)
                .ifPresent(names -> named.merge(namespace, names, (one, other) -> {
                    var both = new ArrayList<>(one);
                    both.addAll(other);
                    return both;
                }));
    }

    private void workload(Sheet item) {
        String namespace = item.require(WORKLOAD_NAMESPACE, Type.text()).orElse(own);
        String kind = item.demand(WORKLOAD_KIND, "")
                ? item.look(WORKLOAD_KIND, Type.text()).orElse("").toLowerCase(Locale.ROOT)
                : "";
        List<String> names = item.take(WORKLOAD_NAMES, Commas.TYPE).orElse(List.of());
        Optional<LabelText> labels = item.take(WORKLOAD_LABELS, LabelText.TYPE);
        if (names.isEmpty() == labels.isEmpty()) {
            item.problems().at(item.position(), "an item of selectors.workloads needs either names or labels");
        }
        item.record(WORKLOAD_KIND, WORKLOAD_KIND.ways().get(names.isEmpty() ? 2 : KINDS.contains(kind) ? 0 : 1));
        names.forEach(name -> owners.add(new Application.Owner(item.position(), namespace, kind, name)));
        labels.ifPresent(text -> found.add(labelled(text, namespace, item.position())));
    }
}
