package dev.shakeout.python;

import dev.shakeout.engine.EndsRun;
import dev.shakeout.engine.Foreseen;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Seconds;
import dev.shakeout.model.Surroundings;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Calls a function of the user's own Python, as Chaos Toolkit does (chaoslib/provider/python.py). */
public final class PythonProbe implements ProbeKind {
    static final Parameter<String> MODULE = Parameter.required(
            "module", Type.text(), "The module's full name; it is found as by the command chaos: PYTHONPATH counts.");
    static final Parameter<String> FUNC = Parameter.required("func", Type.text(), "The function's name.");
    static final Parameter<Json.Obj> ARGUMENTS =
            Parameter.withDefault("arguments", Type.object(), Json.Obj.EMPTY, "Its arguments, by name.");
    static final Parameter<List<String>> SECRETS = Parameter.optional(
            "secrets",
            Type.texts(),
            "Groups of secrets that are given to the function's parameter 'secrets', merged into one.");
    static final Parameter<Duration> TIMEOUT = Parameter.optional(
            "timeout",
            new Seconds(),
            "After this long the activity fails; without it, it may take as long as it likes.");

    private static final Duration LONGEST = Duration.ofDays(1);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "python",
                        "Calls a function of your own Python and reads what it returns.",
                        MODULE,
                        FUNC,
                        ARGUMENTS,
                        SECRETS,
                        TIMEOUT)
                .given(Surroundings.CONFIGURATION, Surroundings.SECRETS, Surroundings.BACKGROUND);
    }

    @Override
    public boolean acts() {
        return true;
    }

    @Override
    public Optional<Misfit> check(Arguments arguments, Machine machine) {
        return twin(arguments, machine)
                .map(twin -> twin.misfit(arguments.get(ARGUMENTS)))
                .orElseGet(() -> Checks.of(machine).misfit(arguments));
    }

    @Override
    public List<Foreseen> foresees(Arguments arguments, Machine machine) {
        return twin(arguments, machine)
                .map(twin -> twin.foresight().of(call(arguments, machine)))
                .orElse(List.of());
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        var mask = machine.mask();
        String what = arguments.get(MODULE) + "." + arguments.get(FUNC);
        return () -> {
            try {
                Optional<Twin> twin = twin(arguments, machine);
                return twin.isPresent()
                        ? twin.get().body().call(call(arguments, machine))
                        : PythonSide.of(machine).ask(request(arguments), what, arguments.find(TIMEOUT));
            } catch (EndsRun e) {
                throw new EndsRun(mask.hide(String.valueOf(e.getMessage())));
            } catch (ProbeFailed e) {
                throw new ProbeFailed(
                        mask.hide(String.valueOf(e.getMessage())),
                        e.trace().stream().map(mask::hide).toList());
            }
        };
    }

    /** The user's own Python is asked all the same where the variable SHAKEOUT_TWINS is "off". */
    private static Optional<Twin> twin(Arguments arguments, Machine machine) {
        return Twin.find(arguments.get(MODULE) + "." + arguments.get(FUNC), arguments.get(ARGUMENTS), machine)
                .filter(_ -> !machine.environment()
                        .getOrDefault("SHAKEOUT_TWINS", "on")
                        .equals("off"));
    }

    private static Twin.Call call(Arguments arguments, Machine machine) {
        return new Twin.Call(
                arguments.get(ARGUMENTS),
                arguments.get(Surroundings.CONFIGURATION),
                arguments
                        .find(SECRETS)
                        .map(groups -> merged(groups, arguments.get(Surroundings.SECRETS)))
                        .orElse(Json.Obj.EMPTY),
                arguments.find(TIMEOUT).orElse(LONGEST),
                machine);
    }

    private static Json.Obj request(Arguments arguments) {
        var request = Json.object(
                "do",
                "call",
                "module",
                arguments.get(MODULE),
                "func",
                arguments.get(FUNC),
                "arguments",
                arguments.get(ARGUMENTS),
                "configuration",
                arguments.get(Surroundings.CONFIGURATION),
                "background",
                arguments.get(Surroundings.BACKGROUND));
        return arguments
                .find(SECRETS)
                .map(groups -> request.with("secrets", merged(groups, arguments.get(Surroundings.SECRETS))))
                .orElse(request);
    }

    /** As there: a later group wins, and one that the file does not hold is empty. */
    private static Json.Obj merged(List<String> groups, Json.Obj all) {
        var secrets = new LinkedHashMap<String, Json>();
        for (String group : groups) {
            if (all.get(group).orElse(Json.Null.NULL) instanceof Json.Obj(var members)) {
                secrets.putAll(members);
            }
        }
        return new Json.Obj(secrets);
    }
}
