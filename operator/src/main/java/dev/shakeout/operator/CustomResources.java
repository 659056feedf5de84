package dev.shakeout.operator;

import dev.shakeout.faults.kubernetes.ResourceType;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Locale;

/** What an API server must know of Experiments, Runs and Schedules: a CustomResourceDefinition for each. */
public final class CustomResources {
    /** It becomes a label of its runs, with the time behind it as their name. */
    private static final int LONGEST_SCHEDULE_NAME = 52;

    private static final String EXPERIMENT =
            "An experiment, as it stands in a file. What runs programs, or hits anything but objects of the cluster, is refused"
                    + " when it is run.";

    private static final String CONTEXT =
            "The context that it is meant for, where the policy wants that to be named: in-cluster, if the operator runs in a"
                    + " pod.";

    private static final String NAMESPACES =
            "The namespaces that it is meant for, where the policy wants those to be named; '*' names all.";

    private CustomResources() {}

    /** @param experiment the JSON Schema of experiments */
    public static List<Json.Obj> definitions(Json.Obj experiment) {
        Json.Obj spec = StructuralSchema.of(experiment).with("description", Json.of(EXPERIMENT));
        return List.of(
                definition(ResourceType.EXPERIMENT, List.of(), root(spec, Json.Obj.EMPTY)),
                definition(
                        ResourceType.RUN,
                        List.of(
                                column("Phase", ".status.phase"),
                                column("Verdict", ".status.verdict"),
                                date("Started", ".status.startedAt"),
                                date("Age", ".metadata.creationTimestamp")),
                        root(run(spec), runStatus())),
                definition(
                        ResourceType.SCHEDULE,
                        List.of(
                                column("Cron", ".spec.cron"),
                                column("Experiment", ".spec.experiment"),
                                column("Suspend", ".spec.suspend"),
                                column("Next", ".status.nextRun"),
                                column("Last", ".status.lastRunName")),
                        root(schedule(), scheduleStatus())
                                .with(
                                        "x-kubernetes-validations",
                                        rule(
                                                "self.metadata.name.size() <= " + LONGEST_SCHEDULE_NAME,
                                                "the name of a schedule may be " + LONGEST_SCHEDULE_NAME
                                                        + " characters long"))));
    }

    private static Json.Obj definition(ResourceType type, List<Json.Obj> columns, Json.Obj schema) {
        var names = Json.object(
                "kind",
                type.kind(),
                "listKind",
                type.kind() + "List",
                "plural",
                type.plural(),
                "singular",
                type.kind().toLowerCase(Locale.ROOT),
                "categories",
                Json.of(List.of(Json.of("shakeout"))));
        var version = Json.object(
                "name",
                type.version(),
                "served",
                true,
                "storage",
                true,
                "schema",
                Json.object("openAPIV3Schema", schema));
        if (!columns.isEmpty()) {
            version = version.with("subresources", Json.object("status", Json.Obj.EMPTY))
                    .with("additionalPrinterColumns", Json.of(columns));
        }
        return Json.object(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                Json.object("name", type.plural() + "." + type.group()),
                "spec",
                Json.object(
                        "group",
                        type.group(),
                        "scope",
                        "Namespaced",
                        "names",
                        names,
                        "versions",
                        Json.of(List.of(version))));
    }

    private static Json.Obj column(String name, String path) {
        return Json.object("name", name, "type", "string", "jsonPath", path);
    }

    private static Json.Obj date(String name, String path) {
        return Json.object("name", name, "type", "date", "jsonPath", path);
    }

    /** @param status empty for what has none */
    private static Json.Obj root(Json.Obj spec, Json.Obj status) {
        var properties = Json.object(
                "apiVersion", Json.object("type", "string"),
                "kind", Json.object("type", "string"),
                "metadata", Json.object("type", "object"),
                "spec", spec);
        return Json.object(
                "type",
                "object",
                "required",
                Json.of(List.of(Json.of("spec"))),
                "properties",
                status.members().isEmpty() ? properties : properties.with("status", status));
    }

    private static Json.Obj run(Json.Obj experiment) {
        return object(
                        "experiment", text("Name of an Experiment in this namespace."),
                        "definition",
                                experiment.with("description", Json.of("The experiment itself, where none is named.")),
                        "serviceAccount",
                                text("The service account of this namespace whose rights it has, and no others;"
                                        + " 'default' if not given."),
                        "context", text(CONTEXT),
                        "namespaces", names(NAMESPACES),
                        "halt", flag("Whether it is to end, and everything to be taken back."))
                .with(
                        "x-kubernetes-validations",
                        rule(
                                "has(self.experiment) != has(self.definition)",
                                "either names an experiment, or has a definition of its own"));
    }

    private static Json.Obj runStatus() {
        return object(
                "phase", choice("Where it is.", "Pending", "Running", "Succeeded", "Failed"),
                "verdict",
                        text("What it concluded: passed, deviated, halted, not-ready, inconclusive, aborted, failed,"
                                + " unsafe, refused."),
                "reasons", Json.object("description", "Why.", "type", "array", "items", Json.object("type", "string")),
                "journal", text("Where its journal is: configmap/NAME, or POD:FILE when it is too long for one."),
                "startedAt", time("When it was begun."),
                "endedAt", time("When it had ended, and everything was taken back."),
                "owner", text("The operator that carries it out."));
    }

    private static Json.Obj schedule() {
        return object(
                        "cron", text("When: minute, hour, day of month, month, day of week."),
                        "timeZone", text("Whose wall clock counts, such as Europe/Berlin; UTC if not given."),
                        "experiment", text("Name of an Experiment in this namespace."),
                        "serviceAccount", text("Whose rights its runs have; 'default' if not given."),
                        "context", text(CONTEXT),
                        "namespaces", names(NAMESPACES),
                        "suspend", flag("Whether no more runs are made."),
                        "concurrencyPolicy",
                                choice(
                                                "Whether a run may begin while the last one is under way: Forbid leaves it"
                                                        + " out.",
                                                "Forbid",
                                                "Allow")
                                        .with("default", Json.of("Forbid")),
                        "successfulRunsHistoryLimit", limit("How many runs that passed are kept."),
                        "failedRunsHistoryLimit", limit("How many other runs are kept."))
                .with("required", Json.of(List.of(Json.of("cron"), Json.of("experiment"))));
    }

    private static Json.Obj scheduleStatus() {
        return object(
                "nextRun", nullable(time("When the next run is due.")),
                "lastRun", time("When the last run was due."),
                "lastRunName", text("Its name."),
                "rule", text("What the times were worked out from."),
                "problem", nullable(text("Why no run is made.")));
    }

    private static Json.Obj object(Object... namesAndSchemas) {
        return Json.object("type", "object", "properties", Json.object(namesAndSchemas));
    }

    private static Json.Obj text(String description) {
        return Json.object("description", description, "type", "string");
    }

    private static Json.Obj names(String description) {
        return Json.object(
                "description", description, "type", "array", "items", Json.object("type", "string", "minLength", 1));
    }

    private static Json.Obj time(String description) {
        return text(description).with("format", Json.of("date-time"));
    }

    private static Json.Obj flag(String description) {
        return Json.object("description", description, "type", "boolean");
    }

    private static Json.Obj limit(String description) {
        return Json.object("description", description, "type", "integer", "minimum", 0, "maximum", 1000, "default", 3);
    }

    private static Json.Obj choice(String description, String... words) {
        return text(description)
                .with("enum", Json.of(List.of(words).stream().map(Json::of).toList()));
    }

    private static Json.Obj nullable(Json.Obj schema) {
        return schema.with("nullable", Json.of(true));
    }

    private static Json rule(String rule, String message) {
        return Json.of(List.of(Json.object("rule", rule, "message", message)));
    }
}
