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
                    "a Task decides by a container of its own, and a Schedule repeats: neither can be said"
                            + " in a method whose course is known beforehand; leave it out"));
    private static final Field DEADLINE =
            Field.kept(PATH + "deadline", "duration, or the pause of Suspend; it also ends what is within");
    private static final Field CHILDREN = Field.kept(PATH + "children", "the order of the activities");
    private static final Field BRANCHES = Field.notSupported(
            PATH + "conditionalBranches", "a method has no branches; leave it out, or write an experiment for each");
    private static final Field TASK = Field.notSupported(PATH + "task", "no container is started for it");
    private static final Field SCHEDULE = Field.notSupported(PATH + "schedule", "nothing is repeated within a method");
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
        return List.of(NAME, TYPE, DEADLINE, CHILDREN, BRANCHES, TASK, SCHEDULE, ABORT);
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
    void open() {
        sheet.record(NAME);
        boolean done = !type.equals("Task") && !type.equals("Schedule");
        sheet.record(TYPE, TYPE.ways().get(done ? 0 : 1));
        sheet.record(BRANCHES);
        sheet.record(TASK);
        sheet.record(SCHEDULE);
        sheet.record(DEADLINE);
        if (!type.equals("StatusCheck")) {
            sheet.record(ABORT);
        }
        if (type.equals("Serial") || type.equals("Parallel")) {
            sheet.record(CHILDREN);
        }
    }

    Optional<Duration> deadline() {
        return sheet.look(DEADLINE, GoDuration.TYPE);
    }

    void demandDeadline() {
        sheet.demand(DEADLINE, "; a Suspend without one would never end");
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
