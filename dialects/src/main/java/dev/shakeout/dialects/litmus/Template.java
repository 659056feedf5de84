package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A template of a workflow.
 *
 * @param manifests of Litmus, which its container would apply
 * @param steps those of each inner list at once
 * @param pause how long it waits
 * @param weight of its fault in the resilience score
 */
record Template(String name, List<Tree.Obj> manifests, List<List<Step>> steps, Duration pause, int weight) {
    private static final String PATH = "spec.templates[].";
    private static final Fidelity ABOUT_PODS = new Fidelity.Kept("nothing: it is about the pods by which Argo works");
    private static final Field NAME = Field.kept(PATH + "name", "what steps refer to");
    private static final Field STEPS =
            Field.kept(PATH + "steps[][]", "one list after the other; what stands in the same list begins at once");
    private static final Field STEP_NAME =
            Field.kept(PATH + "steps[][].name", "nothing: activities are called by their faults");
    static final Field STEP_TEMPLATE = Field.kept(PATH + "steps[][].template", "what is done");
    private static final List<Field> CONDITIONS = Stream.of(
                    "when", "arguments", "withItems", "withParam", "continueOn", "hooks")
            .map(key -> Field.notSupported(
                    PATH + "steps[][]." + key, "a step is done once, whatever came before; leave it out"))
            .toList();
    private static final Field DAG = Field.notSupported(
            PATH + "dag", "only steps are understood; write its tasks as lists of steps, one after the other");
    private static final Field SUSPEND = Field.kept(PATH + "suspend", "a pause");
    private static final Field DURATION = Field.kept(PATH + "suspend.duration", "how long the pause is")
            .or(new Fidelity.NotSupported("nobody is asked while a run goes on; give it a duration"));
    private static final Field INPUTS = Field.kept(PATH + "inputs", "the faults");
    private static final Field PARAMETERS = Field.notSupported(
            PATH + "inputs.parameters", "parameters of a template are not filled in; write their values into it");
    private static final Field ARTIFACTS = Field.kept(PATH + "inputs.artifacts[]", "the faults");
    private static final Field ARTIFACT_NAME =
            Field.kept(PATH + "inputs.artifacts[].name", "nothing: it is a file's name");
    private static final Field ARTIFACT_PATH =
            Field.kept(PATH + "inputs.artifacts[].path", "nothing: it is a file's name");
    private static final Field RAW = Field.kept(PATH + "inputs.artifacts[].raw", "the manifests in it");
    private static final Field DATA =
            Field.kept(PATH + "inputs.artifacts[].raw.data", "the ChaosEngine in it, with its ChaosExperiments");
    private static final Field CONTAINER = Field.kept(
                    PATH + "container",
                    "nothing: it applies the manifests, or installs or deletes what Litmus needs for itself")
            .or(new Fidelity.Approximated(
                    "nothing: what it does is not done; do it beforehand, or in an action of the provider process"));
    private static final Field SCRIPT = Field.approximated(
            PATH + "script",
            "nothing: what it does is not done; do it beforehand, or in an action of the provider process");
    private static final Field METADATA =
            Field.kept(PATH + "metadata", "the weight of its fault, if its labels say one");
    private static final Field LABELS =
            Field.kept(PATH + "metadata.labels", "the weight of its fault, if they say one");
    private static final Field ANNOTATIONS = Field.kept(PATH + "metadata.annotations", "nothing: it is for a reader");
    private static final List<Field> REST = Stream.of(
                    "outputs",
                    "tolerations",
                    "nodeSelector",
                    "securityContext",
                    "retryStrategy",
                    "activeDeadlineSeconds",
                    "volumes",
                    "podSpecPatch",
                    "timeout",
                    "executor",
                    "serviceAccountName")
            .map(key -> new Field(PATH + key, List.of(ABOUT_PODS)))
            .toList();
    private static final String LITMUS_ITSELF =
            "(?s).*(chaos-experiments|chaos-faults|chaosengine|chaosexperiment|litmus-checker|experiments\\.yaml).*";

    /** @param written where it stands */
    record Step(String template, Sheet written) {}

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(NAME, STEP_NAME, STEP_TEMPLATE));
        fields.addAll(CONDITIONS);
        fields.addAll(List.of(
                DAG, DURATION, PARAMETERS, ARTIFACT_NAME, ARTIFACT_PATH, DATA, CONTAINER, SCRIPT, LABELS, ANNOTATIONS));
        fields.addAll(REST);
        return fields;
    }

    /** @param parameters of the workflow */
    static Optional<Template> read(Sheet template, Map<String, String> parameters) {
        Optional<String> name = template.require(NAME, Type.text());
        List.of(DAG, SCRIPT).forEach(template::record);
        REST.forEach(template::record);
        List<Tree.Obj> manifests = template.open(INPUTS)
                .map(inputs -> manifests(inputs, parameters))
                .orElse(List.of());
        template.look(CONTAINER).ifPresent(container -> {
            boolean litmus = !manifests.isEmpty() || (name.orElse("") + " " + container.json()).matches(LITMUS_ITSELF);
            template.record(CONTAINER, CONTAINER.ways().get(litmus ? 0 : 1));
        });
        var steps = new ArrayList<List<Step>>();
        for (Tree together : template.items(STEPS)) {
            steps.add(steps(together, template));
        }
        Duration pause = template.open(SUSPEND).map(Template::pause).orElse(Duration.ZERO);
        int weight = template.open(METADATA).flatMap(Template::weight).orElse(Stage.USUAL_WEIGHT);
        return name.map(text -> new Template(text, manifests, steps, pause, weight));
    }

    private static Duration pause(Sheet suspend) {
        Optional<Duration> duration = suspend.look(DURATION, LitmusTime.SECONDS);
        suspend.record(DURATION);
        if (suspend.look(DURATION).isEmpty()) {
            suspend.note(DURATION, DURATION.ways().get(1));
        }
        return duration.orElse(Duration.ZERO);
    }

    private static Optional<Integer> weight(Sheet metadata) {
        metadata.record(ANNOTATIONS);
        return metadata.take(LABELS, Type.textMap())
                .flatMap(labels -> Optional.ofNullable(labels.get("weight")))
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::parseInt);
    }

    private static List<Step> steps(Tree together, Sheet template) {
        var steps = new ArrayList<Step>();
        List<Tree> items = together instanceof Tree.Arr array ? array.items() : List.of(together);
        for (Tree item : items) {
            if (item instanceof Tree.Obj object) {
                Sheet step = template.recorder().sheet(object, "a step");
                step.record(STEP_NAME);
                CONDITIONS.forEach(step::record);
                step.require(STEP_TEMPLATE, Type.text()).ifPresent(name -> steps.add(new Step(name, step)));
            } else {
                template.problems().at(item.position(), "a step must be an object with name and template");
            }
        }
        return steps;
    }

    private static List<Tree.Obj> manifests(Sheet inputs, Map<String, String> parameters) {
        inputs.record(PARAMETERS);
        var manifests = new ArrayList<Tree.Obj>();
        for (Tree item : inputs.items(ARTIFACTS)) {
            if (!(item instanceof Tree.Obj object)) {
                inputs.problems().at(item.position(), "an item of artifacts must be an object");
                continue;
            }
            Sheet artifact = inputs.recorder().sheet(object, "an artifact");
            artifact.record(ARTIFACT_NAME);
            artifact.record(ARTIFACT_PATH);
            artifact.open(RAW).flatMap(raw -> raw.require(DATA)).ifPresent(text -> {
                if (text.json() instanceof Json.Str) {
                    Raw.documents(text, parameters, inputs.problems()).stream()
                            .filter(Tree.Obj.class::isInstance)
                            .map(Tree.Obj.class::cast)
                            .filter(document ->
                                    Head.text(document, "apiVersion").startsWith("litmuschaos.io/"))
                            .forEach(manifests::add);
                } else {
                    inputs.problems().at(text.position(), "data: a text with manifests belongs here");
                }
            });
        }
        return manifests;
    }
}
