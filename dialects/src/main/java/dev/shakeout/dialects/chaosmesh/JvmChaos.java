package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Methods of a JVM that are slow, fail or answer wrong; its garbage, processors and heap. */
final class JvmChaos implements Kind {
    private static final Type<String> ACTIONS =
            Type.choice("latency", "return", "exception", "stress", "gc", "ruleData", "mysql");
    private static final Fidelity NO_RULES = new Fidelity.NotSupported(
            "rules of Byteman are programs, and what one changes cannot be known and taken back; use latency, return or"
                    + " exception");
    private static final Fidelity NO_MYSQL = new Fidelity.NotSupported(
            "Shakeout does not read SQL; use latency or exception on execSQL of the driver's NativeSession");
    private static final Field ACTION = Field.kept(
                    "spec.action", "the fault: jvm/latency, jvm/return, jvm/exception, jvm/stress or jvm/gc")
            .or(NO_RULES)
            .or(NO_MYSQL);
    private static final Field CLASS = Field.kept("spec.class", "class");
    private static final Field METHOD = Field.kept("spec.method", "method");
    private static final Field LATENCY = Field.kept("spec.latency", "latency of jvm/latency, in milliseconds");
    private static final Field RETURN = Field.kept("spec.returnValue", "value of jvm/return");
    private static final Fidelity ANSWER =
            new Fidelity.Kept("value of jvm/return, as older versions call returnValue; mode one and all take none");
    private static final Field VALUE = Selection.HOW_MANY.value().or(ANSWER);
    private static final Field EXCEPTION =
            Field.kept("spec.exception", "exception of jvm/exception; one without a package is of java.lang");
    private static final Field CPU = Field.kept("spec.cpuCount", "cores of jvm/stress");
    private static final Field MEMORY = Field.approximated(
                    "spec.memType",
                    "heap of jvm/stress, 90% full; Chaos Mesh takes more until the JVM has no memory left")
            .or(new Fidelity.NotSupported("stacks are not filled here; use heap"));
    private static final Field PORT = Field.kept("spec.port", "nothing: the agent is not spoken to by the network");
    private static final Field PID = Field.kept(
                    "spec.pid", "nothing: the first process of the container is meant, or the JVM that it started")
            .or(new Fidelity.NotSupported(
                    "the first process of the container is meant here, or the JVM that it started; leave it out"));
    private static final Field NAME = Field.kept("spec.name", "nothing: it is the name of a rule within Byteman");
    private static final List<Field> ELSEWHERE = List.of(
            new Field("spec.ruleData", List.of(NO_RULES)),
            new Field("spec.mysqlConnectorVersion", List.of(NO_MYSQL)),
            new Field("spec.database", List.of(NO_MYSQL)),
            new Field("spec.table", List.of(NO_MYSQL)),
            new Field("spec.sqlType", List.of(NO_MYSQL)));

    @Override
    public String name() {
        return "JVMChaos";
    }

    @Override
    public String introduction() {
        return "`latency` is `jvm/latency`, and so on for `return`, `exception`, `stress` and `gc`. No agent with a port stays"
                + " in the JVM. All methods of the name in the class are hit; those of classes below it are not.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(ACTION));
        Selection.fields().forEach(field -> fields.add(field.equals(Selection.HOW_MANY.value()) ? VALUE : field));
        fields.addAll(List.of(
                Containers.NAMES_OR_FIRST, CLASS, METHOD, LATENCY, RETURN, EXCEPTION, CPU, MEMORY, PORT, PID, NAME));
        fields.addAll(ELSEWHERE);
        return fields;
    }

    @Override
    public List<Origin> origins() {
        var places = new OwnJvm.Places(CLASS, METHOD, LATENCY, RETURN, EXCEPTION, CPU, MEMORY);
        return OwnJvm.NAMES.stream()
                .map(name -> OwnJvm.origin(name, "", ACTION, places))
                .toList();
    }

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        boolean older = spec.look(RETURN).isEmpty()
                && spec.look(ACTION).filter(JvmChaos::isReturn).isPresent();
        var selection =
                Selection.read(spec, context, older ? new ModeFields(Selection.MODE, VALUE) : Selection.HOW_MANY);
        spec.record(PORT);
        spec.record(NAME);
        spec.take(PID, Type.integer(0, Integer.MAX_VALUE), pid -> PID.ways().get(pid <= 1 ? 0 : 1));
        ELSEWHERE.forEach(spec::record);
        String action = (spec.demand(ACTION, "; it must be " + ACTIONS.allowed())
                        ? spec.take(ACTION, ACTIONS, JvmChaos::way)
                        : Optional.<String>empty())
                .orElse("");
        Draft arguments = Draft.at(spec.position());
        switch (action) {
            case "latency", "return", "exception" -> method(action, spec, arguments);
            case "stress" -> stress(spec, arguments);
            case "gc" -> {}
            default -> {
                spec.leaveAlone();
                return List.of();
            }
        }
        Optional<Duration> lasts = action.equals("gc") ? Ends.atOnce(spec) : Ends.read(spec, context);
        return Containers.in(
                spec,
                selection.hits(List.of(_ -> Hit.Call.of("jvm/" + action, arguments)), lasts),
                Containers.NAMES_OR_FIRST);
    }

    private static Fidelity way(String action) {
        return switch (action) {
            case "ruleData" -> NO_RULES;
            case "mysql" -> NO_MYSQL;
            default -> ACTION.ways().getFirst();
        };
    }

    private static void method(String action, Sheet spec, Draft arguments) {
        text(spec, CLASS, arguments, "class");
        text(spec, METHOD, arguments, "method");
        switch (action) {
            case "latency" ->
                spec.require(LATENCY, Type.integer(1, Integer.MAX_VALUE))
                        .ifPresent(
                                millis -> arguments.put("latency", spec.positionOf(LATENCY), Json.of(millis + "ms")));
            case "return" ->
                text(spec, spec.look(RETURN).isEmpty() && takesNone(spec) ? VALUE : RETURN, arguments, "value");
            default ->
                spec.require(EXCEPTION, Type.text())
                        .ifPresent(thrown ->
                                arguments.put("exception", spec.positionOf(EXCEPTION), Json.of(exception(thrown))));
        }
    }

    private static boolean isReturn(Tree action) {
        return action instanceof Tree.Scalar(var _, Json.Str(var word)) && word.equals("return");
    }

    /** Whether there is a value that is no number of pods. */
    private static boolean takesNone(Sheet spec) {
        return spec.look(VALUE).isPresent()
                && spec.look(Selection.MODE, Type.text())
                        .filter(List.of("one", "all")::contains)
                        .isPresent();
    }

    private static void text(Sheet spec, Field field, Draft arguments, String key) {
        if (field.equals(VALUE)) { // what becomes of it is written down
            spec.look(field, Type.text())
                    .ifPresent(value -> arguments.put(key, spec.positionOf(field), Json.of(value)));
            return;
        }
        spec.require(field, Type.text()).ifPresent(value -> arguments.put(key, spec.positionOf(field), Json.of(value)));
    }

    /** As Byteman takes it: with "throw" and "new" or without. */
    static String exception(String written) {
        String made = written.strip().replaceFirst("^throw\\s+", "").replaceFirst("^new\\s+", "");
        made = made.endsWith("()") ? made.substring(0, made.length() - 2) : made;
        int end = made.indexOf('(');
        String type = end < 0 ? made : made.substring(0, end);
        return type.contains(".") ? made : "java.lang." + made;
    }

    private static void stress(Sheet spec, Draft arguments) {
        Optional<Integer> cores = spec.take(CPU, Type.integer(0, 1024)).filter(count -> count > 0);
        Optional<String> memory = spec.take(
                        MEMORY,
                        Type.choice("heap", "stack", ""),
                        type -> MEMORY.ways().get(type.equals("stack") ? 1 : 0))
                .filter(type -> !type.isEmpty());
        if (cores.isEmpty() && memory.isEmpty()) {
            spec.problems().at(spec.position(), "'cpuCount' or 'memType' is missing in " + spec.what());
        }
        arguments.put("cores", spec.positionOf(CPU), Json.of((long) cores.orElse(0)));
        memory.ifPresent(_ -> arguments.put("heap", spec.positionOf(MEMORY), Json.of("90%")));
    }
}
