package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what Gremlin knows of attacks, scenarios and status checks, and halts one of them, or all. */
public final class GremlinProbe implements ProbeKind {
    private static final Type<String> TASKS = Type.choice(
            "read-attack",
            "read-scenario-run",
            "read-status-check",
            "list-active",
            "list-status-checks",
            "halt-attack",
            "halt-scenario-run",
            "halt-all");
    static final Parameter<String> TASK = Parameter.required("do", TASKS, "What is asked for.");
    static final Parameter<String> GUID =
            Parameter.optional("guid", new Guid(), "Of the attack, the scenario or the status check.");
    static final Parameter<Integer> RUN =
            Parameter.optional("run", Type.integer(1, Integer.MAX_VALUE), "Number of the scenario's run.");
    private static final String REASON = "{\"reason\":\"halted by Shakeout\",\"reference\":\"shakeout\"}";

    @Override
    public Descriptor descriptor() {
        var parameters = new ArrayList<Parameter<?>>(List.of(TASK, GUID, RUN));
        parameters.addAll(Account.PARAMETERS);
        return Descriptor.of(
                        "gremlin",
                        "Reads what Gremlin knows of attacks, scenarios and status checks, or halts them.",
                        parameters.toArray(Parameter<?>[]::new))
                .reads(
                        new Output("stage", Output.Kind.TEXT, "of an attack or a run: Running, UserHalted, Successful"),
                        new Output("over", Output.Kind.FLAG, "whether nothing is done to a target any more"),
                        new Output("count", Output.Kind.NUMBER, "how many there are, of a list"),
                        new Output("answer", Output.Kind.ANY, "all that Gremlin has said"));
    }

    @Override
    public boolean acts() {
        return true;
    }

    @Override
    public Optional<Misfit> check(Arguments arguments, Machine machine) {
        String task = arguments.get(TASK);
        boolean one = !task.startsWith("list-") && !task.equals("halt-all");
        if (one && arguments.find(GUID).isEmpty()) {
            return Optional.of(new Misfit("do", task + " needs a guid"));
        }
        if (task.endsWith("-scenario-run") && arguments.find(RUN).isEmpty()) {
            return Optional.of(new Misfit("do", task + " needs the number of the run"));
        }
        try {
            Account.of(arguments, machine);
            return Optional.empty();
        } catch (BadValue e) {
            return Optional.of(new Misfit("key", String.valueOf(e.getMessage())));
        }
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        return () -> reading(arguments, new Api(account(arguments, machine), machine));
    }

    private static Account account(Arguments arguments, Machine machine) throws ProbeFailed {
        try {
            return Account.of(arguments, machine);
        } catch (BadValue e) {
            throw new ProbeFailed(String.valueOf(e.getMessage()));
        }
    }

    private static Json reading(Arguments arguments, Api api) throws ProbeFailed, InterruptedException {
        String guid = arguments.find(GUID).orElse("");
        int run = arguments.find(RUN).orElse(0);
        return switch (arguments.get(TASK)) {
            case "read-attack" -> staged(api.call("GET", "/attacks/" + guid, ""));
            case "read-scenario-run" -> staged(api.call("GET", "/scenarios/" + guid + "/runs/" + run, ""));
            case "read-status-check" -> Json.object("answer", api.call("GET", "/status-checks/" + guid, ""));
            case "list-active" -> listed(api.call("GET", "/attacks/active", ""));
            case "list-status-checks" -> listed(api.call("GET", "/status-checks", ""));
            case "halt-attack" -> Json.object("answer", api.call("POST", "/attacks/" + guid + "/halt", REASON));
            case "halt-scenario-run" ->
                Json.object("answer", api.call("POST", "/scenarios/halt/" + guid + "/runs/" + run, REASON));
            default -> Json.object("answer", api.call("POST", "/halts", REASON));
        };
    }

    private static Json staged(Json answer) throws ProbeFailed {
        String stage = stage(answer)
                .orElseThrow(() -> new ProbeFailed("Gremlin names no stage in its answer: " + answer.compact()));
        boolean over = Stage.of(stage)
                .filter(known -> known.course() == Stage.Course.OVER)
                .isPresent();
        return Json.object("stage", stage, "over", over, "answer", answer);
    }

    /** Of a scenario's run it may stand in an object of its own. */
    private static Optional<String> stage(Json answer) {
        if (!(answer instanceof Json.Obj object)) {
            return Optional.empty();
        }
        return object.get("stage")
                .map(Json::text)
                .or(() -> object.get("stage_info")
                        .or(() -> object.get("stageInfo"))
                        .flatMap(GremlinProbe::stage));
    }

    private static Json listed(Json answer) throws ProbeFailed {
        Json list = answer instanceof Json.Obj object ? object.get("items").orElse(answer) : answer;
        if (!(list instanceof Json.Arr(var items))) {
            throw new ProbeFailed("Gremlin's answer is no list: " + answer.compact());
        }
        return Json.object("count", items.size(), "answer", answer);
    }
}
