package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One template of a workflow. */
final class Template {
    private static final String PATH = "spec.templates[].";
    private static final Field NAME =
            Field.kept(PATH + "name", "the name of the activity").or(Workflow.UNREACHED);
    private static final Field TYPE = Field.kept(PATH + "templateType", "the fault, the probe, or the order of others")
            .or(new Fidelity.NotSupported(
                    "by a target map there is no Kubernetes that a Task could run its container in; leave the Task out, or"
                            + " write an experiment with an action of type process in its place"));
    private static final Field DEADLINE = Field.kept(
                    PATH + "deadline",
                    "duration, timeout of a Task, or the pause of Suspend; it also ends what is within")
            .or(new Fidelity.Approximated(
                    "the same, but for what comes after a Task: of how long that took nothing is" + " counted"))
            .or(new Fidelity.Approximated(
                    "it is not given for a Task, which means as long as it takes: here it has failed after 10 m"));
    private static final Field CHILDREN = Field.kept(PATH + "children", "the order of the activities");
    private static final Field TASK = Field.kept(PATH + "task", "the action pod-run");
    private static final Field SCHEDULE = Field.kept(PATH + "schedule", "an activity for each time");
    private static final Field STATUS_CHECK = Field.kept(PATH + "statusCheck", "a probe or a guard");
    static final Field ABORT = Field.kept(PATH + "abortWithStatusCheck", "a guard that halts the run, if true")
            .or(new Fidelity.Approximated(
                    "the run goes on, and its verdict is deviated, where Chaos Mesh ends the workflow"));
    private static final Type<String> TYPES = Type.choice(types());

    private final String title;
    private final String name;
    private final String type;
    private final Sheet sheet;
    private boolean reached;

    private Template(String title, String name, String type, Sheet sheet) {
        this.title = title;
        this.name = name;
        this.type = type;
        this.sheet = sheet;
    }

    private static String[] types() {
        var types = new ArrayList<>(List.of("Serial", "Parallel", "Suspend", "StatusCheck", "Task", "Schedule"));
        Kinds.ALL.forEach(kind -> types.add(kind.name()));
        return types.toArray(String[]::new);
    }

    static List<Field> fields() {
        return List.of(NAME, TYPE, DEADLINE, CHILDREN, ABORT);
    }

    static Optional<Template> read(Tree.Obj tree, Sheet workflow, String title) {
        var recorder = workflow.recorder();
        Sheet sheet = recorder.sheet(tree, "a template of " + recorder.object());
        Optional<String> name = sheet.demand(NAME, "") ? sheet.look(NAME, Type.text()) : Optional.empty();
        Optional<String> type =
                sheet.demand(TYPE, "; it must be " + TYPES.allowed()) ? sheet.look(TYPE, TYPES) : Optional.empty();
        if (name.isEmpty() || type.isEmpty()) {
            sheet.leaveAlone();
        }
        return name.filter(_ -> type.isPresent()).map(text -> new Template(title, text, type.get(), sheet));
    }

    String name() {
        return name;
    }

    String type() {
        return type;
    }

    boolean ordersOthers() {
        return type.equals("Serial") || type.equals("Parallel");
    }

    Sheet sheet() {
        return sheet;
    }

    String label() {
        return title + "/" + name;
    }

    Optional<Kind> kind() {
        return Kinds.ALL.stream().filter(each -> each.name().equals(type)).findFirst();
    }

    /** No way leads to it, so nothing in it counts. */
    void leaveUnreached() {
        if (!reached) {
            sheet.record(NAME, Workflow.UNREACHED);
            sheet.leaveAlone();
        }
    }

    /** @return whether it is the first time, so that its fields are to be written down */
    boolean reach() {
        boolean first = !reached;
        reached = true;
        return first;
    }

    /** Takes what every template has. */
    void open(boolean known) {
        sheet.record(NAME);
        sheet.record(TYPE);
        onlyOf("Task", TASK);
        onlyOf("Task", Task.BRANCHES);
        onlyOf("Schedule", SCHEDULE);
        sheet.record(DEADLINE, DEADLINE.ways().get(known ? 0 : 1));
        if (!type.equals("StatusCheck")) {
            sheet.record(ABORT);
        }
        if (ordersOthers()) {
            sheet.record(CHILDREN);
        }
    }

    private void onlyOf(String other, Field field) {
        if (!type.equals(other) && sheet.look(field).isPresent()) {
            sheet.wrong(field, "'" + field.key() + "' goes with a " + other + ", and this is a " + type);
        }
    }

    Optional<Sheet> task() {
        return sheet.demand(TASK, ", as its type says") ? sheet.open(TASK) : Optional.empty();
    }

    /** Nobody says how long it may take. */
    void taskWithoutEnd() {
        sheet.note(DEADLINE, DEADLINE.ways().get(2));
    }

    /** There is nothing that could run a container. */
    void taskWithoutCluster() {
        sheet.record(TYPE, TYPE.ways().get(1));
        sheet.leaveAlone();
    }

    Optional<Sheet> schedule() {
        return sheet.demand(SCHEDULE, ", as its type says") ? sheet.open(SCHEDULE) : Optional.empty();
    }

    Optional<Duration> deadline() {
        return sheet.look(DEADLINE, GoDuration.TYPE);
    }

    boolean demandDeadline() {
        return sheet.demand(DEADLINE, "; a " + type + " without one would never end");
    }

    List<String> children() {
        return sheet.look(CHILDREN, Type.texts()).orElse(List.of());
    }

    void wrongChild(String message) {
        sheet.wrong(CHILDREN, message);
    }

    Optional<Sheet> statusCheck() {
        return sheet.demand(STATUS_CHECK, ", as its type says") ? sheet.open(STATUS_CHECK) : Optional.empty();
    }

    boolean aborts() {
        return sheet.look(ABORT, Type.bool()).orElse(false);
    }

    /** The spec of the chaos in it. */
    Optional<Sheet> chaos(Kind kind) {
        var field = new Field(PATH + Kinds.key(kind.name()), List.of());
        return sheet.demand(field, ", as its type says") ? sheet.open(field) : Optional.empty();
    }
}
