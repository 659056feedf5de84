package dev.shakeout.python;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with the calls of one file, as Python itself sees it. Calls that look the same are looked at once. */
final class Checks implements AutoCloseable {
    /** Importing may run any code, so it may hang. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final PythonSide side;
    private final Map<Call, Optional<Misfit>> known = new HashMap<>();
    private final Set<String> failures = new HashSet<>();

    /** What makes calls look the same. */
    private record Call(String module, String func, Set<String> names) {
        Json.Obj request() {
            var given = new LinkedHashMap<String, Json>();
            names.forEach(name -> given.put(name, Json.Null.NULL));
            return Json.object("do", "validate", "module", module, "func", func, "arguments", new Json.Obj(given));
        }
    }

    private Checks(PythonSide side) {
        this.side = side;
    }

    static Checks of(Machine machine) {
        PythonSide side = PythonSide.of(machine);
        return machine.shared().get(Checks.class, () -> new Checks(side));
    }

    synchronized Optional<Misfit> misfit(Arguments arguments) {
        var call = new Call(
                arguments.get(PythonProbe.MODULE),
                arguments.get(PythonProbe.FUNC),
                arguments.get(PythonProbe.ARGUMENTS).members().keySet());
        Optional<Misfit> found = known.get(call);
        if (found == null) {
            found = ask(call.request(), call.module);
            known.put(call, found);
        }
        return found;
    }

    private Optional<Misfit> ask(Json.Obj request, String module) {
        try {
            return side.ask(request, "importing " + module, Optional.of(LIMIT)) instanceof Json.Arr(var told)
                    ? Optional.of(
                            new Misfit(told.getFirst().text(), told.getLast().text()))
                    : Optional.empty();
        } catch (ProbeFailed e) { // what ails Python itself ails every call, so once is enough
            String words = String.valueOf(e.getMessage());
            return failures.add(words) ? Optional.of(new Misfit("module", words)) : Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of(new Misfit("module", "could not be looked at, as the command was interrupted"));
        }
    }

    @Override
    public void close() {
        known.clear();
    }
}
