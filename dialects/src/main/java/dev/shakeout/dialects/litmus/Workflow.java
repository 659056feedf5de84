package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An experiment of ChaosCenter: a workflow of Argo whose steps make ChaosEngines. */
final class Workflow {
    static final String VERSION = "argoproj.io/v1alpha1";

    private static final Fidelity ABOUT_PODS = new Fidelity.Kept("nothing: it is about the pods by which Argo works");
    private static final Field ENTRY = Field.kept("spec.entrypoint", "where the method begins");
    private static final Field ARGUMENTS =
            Field.kept("spec.arguments", "what is filled in for {{workflow.parameters.…}}");
    private static final Field PARAMETERS =
            Field.kept("spec.arguments.parameters[]", "what is filled in for {{workflow.parameters.…}}");
    private static final Field PARAMETER_NAME = Field.kept("spec.arguments.parameters[].name", "the parameter");
    private static final Field PARAMETER_VALUE = Field.kept("spec.arguments.parameters[].value", "its value");
    private static final Field TEMPLATES = Field.kept("spec.templates[]", "the steps");
    private static final Field SUSPENDED = Field.kept("spec.suspend", "nothing: it is false")
            .or(new Fidelity.NotSupported("a workflow that waits to be started by hand cannot be said; leave it out"));
    private static final Field HOOK = Field.approximated(
            "spec.onExit", "nothing: what is to be done at the end in any case belongs into rollbacks");
    private static final List<Field> REST = Stream.of(
                    "serviceAccountName",
                    "securityContext",
                    "podGC",
                    "ttlStrategy",
                    "activeDeadlineSeconds",
                    "nodeSelector",
                    "tolerations",
                    "podMetadata",
                    "imagePullSecrets",
                    "archiveLogs",
                    "volumes",
                    "parallelism",
                    "priority",
                    "retryStrategy",
                    "executor",
                    "workflowMetadata")
            .map(key -> new Field("spec." + key, List.of(ABOUT_PODS)))
            .toList();

    private final Head head;
    private final Choices choices;
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final ChaosExperiments defaults;

    /** @param defaults ChaosExperiments that are given beside it; those of its own steps are added */
    Workflow(Head head, ChaosExperiments defaults, Choices choices) {
        this.head = head;
        this.defaults = defaults;
        this.choices = choices;
    }

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(ENTRY, PARAMETER_NAME, PARAMETER_VALUE, SUSPENDED, HOOK));
        fields.addAll(REST);
        fields.addAll(Template.fields());
        return fields;
    }

    /** Whether a document of Argo is one of Litmus's: some text in it is a manifest of Litmus. */
    static boolean isOfLitmus(Tree.Obj document) {
        return mentions(document.json());
    }

    private static boolean mentions(Json json) {
        return switch (json) {
            case Json.Str(var text) -> text.contains("litmuschaos.io/");
            case Json.Arr(var items) -> items.stream().anyMatch(Workflow::mentions);
            case Json.Obj(var members) -> members.values().stream().anyMatch(Workflow::mentions);
            default -> false;
        };
    }

    /** @param spec of the workflow, within a CronWorkflow its workflowSpec */
    List<Stage> stages(Sheet spec) {
        spec.take(SUSPENDED, Type.bool(), on -> SUSPENDED.ways().get(on ? 1 : 0));
        spec.record(HOOK);
        REST.forEach(spec::record);
        spec.open(ARGUMENTS).ifPresent(this::parameters);
        for (Tree item : spec.items(TEMPLATES)) {
            if (item instanceof Tree.Obj object) {
                Template.read(spec.recorder().sheet(object, "a template"), parameters)
                        .ifPresent(template -> templates.put(template.name(), template));
            } else {
                spec.problems().at(item.position(), "an item of templates must be an object with a name");
            }
        }
        templates.values().stream()
                .flatMap(template -> template.manifests().stream())
                .filter(object -> Head.text(object, "kind").equals("ChaosExperiment"))
                .forEach(object -> defaults.read(object, spec.problems()));
        return spec.require(ENTRY, Type.text())
                .map(entry -> run(entry, Duration.ZERO, 0, spec, ENTRY).stages())
                .orElse(List.of());
    }

    private void parameters(Sheet arguments) {
        for (Tree item : arguments.items(PARAMETERS)) {
            if (item instanceof Tree.Obj object) {
                Sheet one = arguments.recorder().sheet(object, "a parameter");
                Optional<String> name = one.require(PARAMETER_NAME, Type.text());
                Optional<String> value = one.take(PARAMETER_VALUE, Type.text());
                name.ifPresent(text -> parameters.put("workflow.parameters." + text, value.orElse("")));
            }
        }
    }

    /**
     * What a step comes to.
     *
     * @param end when the next may begin
     */
    private record Run(List<Stage> stages, Duration end) {}

    private Run run(String name, Duration start, int depth, Sheet from, Field field) {
        Template template = templates.get(name);
        if (template == null) {
            from.wrong(field, "there is no template '" + name + "'");
            return new Run(List.of(), start);
        }
        if (depth > 50) {
            from.wrong(field, "the template '" + name + "' is a step of itself");
            return new Run(List.of(), start);
        }
        var stages = new ArrayList<Stage>();
        Duration reached = start.plus(template.pause());
        for (Tree.Obj manifest : template.manifests()) {
            if (Head.text(manifest, "kind").equals("ChaosEngine")) {
                for (Stage stage : engine(manifest, template)) {
                    Stage placed = stage.at(reached);
                    stages.add(placed);
                    reached = placed.end();
                }
            }
        }
        for (List<Template.Step> together : template.steps()) {
            Duration end = reached;
            for (Template.Step step : together) {
                Run run = run(step.template(), reached, depth + 1, step.written(), Template.STEP_TEMPLATE);
                stages.addAll(run.stages());
                end = run.end().compareTo(end) > 0 ? run.end() : end;
            }
            reached = end;
        }
        return new Run(stages, reached);
    }

    private List<Stage> engine(Tree.Obj manifest, Template template) {
        String whole = head.recorder().object();
        Head engine = Head.read(manifest, Litmus.VERSION, head.recorder());
        List<Stage> stages = new ChaosEngine(engine, defaults, choices).stages();
        head.recorder().of(whole);
        return stages.stream().map(stage -> stage.weighing(template.weight())).toList();
    }
}
