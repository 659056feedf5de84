package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Recorder;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the spec of a ChaosEngine: its experiments, one after the other. */
final class ChaosEngine {
    private static final Fidelity ABOUT_PODS = new Fidelity.Kept("nothing: it is about the pods by which Litmus works");
    private static final Field STATE = Field.kept("spec.engineState", "nothing: it is active")
            .or(new Fidelity.NotSupported("the engine is stopped; set it to active to run it"));
    private static final Field ANNOTATED = Field.kept("spec.annotationCheck", "nothing: it is false")
            .or(new Fidelity.NotSupported(
                    "whether a workload has Litmus's annotation is not looked at; set it to false, and let a policy say what may"
                            + " be hit"));
    private static final Field ACCOUNT = Field.kept(
            "spec.chaosServiceAccount",
            "serviceAccountName of the pods of cmdProbes; else the rights are those of your kubeconfig, and shakeout rbac says"
                    + " which are needed");
    private static final Field HEALTH = Field.kept("spec.defaultHealthCheck", "nothing: it is false")
            .or(new Fidelity.Approximated(
                    "nothing: whether the pods of the application run is not asked for beside its probes; add a probe of"
                            + " the type pods to the hypothesis"));
    private static final Field AUXILIARY = Field.kept("spec.auxiliaryAppInfo", "nothing: it is empty")
            .or(new Fidelity.Approximated(
                    "nothing: whether the pods of other applications run is not asked for; add a probe of the type pods to the"
                            + " hypothesis"));
    private static final Field EXPERIMENTS = Field.kept("spec.experiments[]", "the faults, one after the other");
    private static final Field NAME = Field.kept("spec.experiments[].name", "the fault")
            .or(new Fidelity.NotSupported(
                    "Litmus's hub has no fault of this name; give its ChaosExperiment, if its args name one"
                            + " of the hub"));
    private static final Field SPEC = Field.kept("spec.experiments[].spec", "the arguments");
    private static final Field RANK =
            Field.kept("spec.experiments[].spec.rank", "nothing: Litmus does not heed it either");
    private static final Field COMPONENTS = Field.kept("spec.experiments[].spec.components", "the arguments");
    private static final Field ENV = Field.kept("spec.experiments[].spec.components.env[]", "the arguments");
    private static final List<Field> REST =
            named("spec.", "jobCleanUpPolicy", "components", "terminationGracePeriodSeconds", "monitoring");
    private static final List<Field> REST_OF_COMPONENTS = named(
            "spec.experiments[].spec.components.",
            "configMaps",
            "secrets",
            "experimentAnnotations",
            "experimentImage",
            "experimentImagePullSecrets",
            "nodeSelector",
            "statusCheckTimeouts",
            "resources",
            "tolerations",
            "securityContext",
            "sidecar",
            "volumes");

    private final Head head;
    private final ChaosExperiments defaults;
    private final Choices choices;

    ChaosEngine(Head head, ChaosExperiments defaults, Choices choices) {
        this.head = head;
        this.defaults = defaults;
        this.choices = choices;
    }

    private static List<Field> named(String before, String... keys) {
        return Stream.of(keys)
                .map(key -> new Field(before + key, List.of(ABOUT_PODS)))
                .toList();
    }

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(STATE, ANNOTATED, ACCOUNT, HEALTH, AUXILIARY));
        fields.addAll(REST);
        fields.addAll(ApplicationFields.fields());
        fields.addAll(List.of(NAME, RANK));
        fields.addAll(Tunables.fields());
        fields.addAll(REST_OF_COMPONENTS);
        return fields;
    }

    List<Stage> stages() {
        return head.spec().map(this::read).orElse(List.of());
    }

    private List<Stage> read(Sheet spec) {
        spec.take(STATE, Type.choice("active", "stop"), state -> STATE.ways().get(state.equals("active") ? 0 : 1));
        spec.take(ANNOTATED, Type.bool(), on -> ANNOTATED.ways().get(on ? 1 : 0));
        String account = spec.take(ACCOUNT, Type.text()).orElse("");
        spec.take(HEALTH, Type.bool(), on -> HEALTH.ways().get(on ? 1 : 0));
        spec.take(AUXILIARY, Type.text(), text -> AUXILIARY.ways().get(text.isBlank() ? 0 : 1));
        REST.forEach(spec::record);
        List<Tree> items = spec.items(EXPERIMENTS);
        if (items.isEmpty()) {
            spec.demand(EXPERIMENTS, "; it must have at least one");
        }
        Application application =
                ApplicationFields.read(spec, head.namespace(), items.stream().anyMatch(ChaosEngine::byLabels), choices);
        var stages = new ArrayList<Stage>();
        Duration start = Duration.ZERO;
        for (Tree item : items) {
            Optional<Stage> stage = experiment(item, application, account, start);
            stage.ifPresent(stages::add);
            start = stage.map(Stage::end).orElse(start);
        }
        return stages;
    }

    private static boolean byLabels(Tree item) {
        return item instanceof Tree.Obj object
                && Head.text(object, "name").matches("(?!pod-autoscaler)(pod|container|disk).*");
    }

    private Optional<Stage> experiment(Tree item, Application application, String account, Duration start) {
        Recorder recorder = head.recorder();
        if (!(item instanceof Tree.Obj object)) {
            recorder.problems().at(item.position(), "an item of experiments must be an object with a name");
            return Optional.empty();
        }
        Sheet sheet = recorder.sheet(object, "an item of experiments");
        if (!sheet.demand(NAME, "")) {
            sheet.look(SPEC);
            return Optional.empty();
        }
        String name = sheet.look(NAME, Type.text()).orElse("");
        Optional<HubFault> fault = Hub.named(defaults.fault(name));
        Optional<Sheet> spec = sheet.open(SPEC);
        spec.ifPresent(inner -> inner.record(RANK));
        List<Check> checks =
                spec.map(inner -> Probes.all(inner, head.namespace(), account)).orElse(List.of());
        Optional<Sheet> components = spec.flatMap(inner -> inner.open(COMPONENTS));
        components.ifPresent(inner -> REST_OF_COMPONENTS.forEach(inner::record));
        List<Tree> env = components.map(inner -> inner.items(ENV)).orElse(List.of());
        if (fault.isEmpty()) {
            unknown(sheet, name);
            return Optional.empty();
        }
        if (fault.get() instanceof NotHere refused) {
            sheet.record(refused.field());
            return Optional.empty();
        }
        sheet.record(NAME);
        var tunables = Tunables.read(item.position(), env, fault.get(), defaults.tunables(name, fault.get()), recorder);
        Duration ramp = Common.ramp(tunables);
        List<Hit> hits = fault.get().read(tunables, application);
        return Optional.of(new Stage(
                head.name(),
                name,
                start,
                ramp,
                Stage.lasting(
                        hits, tunables.look(Pods.DURATION, LitmusTime.SECONDS).orElse(Duration.ZERO)),
                hits,
                checks,
                Stage.USUAL_WEIGHT,
                false));
    }

    private void unknown(Sheet sheet, String name) {
        Optional<String> near = Nearest.to(name, Hub.names());
        if (near.isPresent()) {
            sheet.wrong(NAME, "Litmus's hub has no fault '" + name + "'" + Nearest.suggestion(name, Hub.names()));
        } else {
            sheet.record(NAME, NAME.ways().get(1));
        }
    }
}
