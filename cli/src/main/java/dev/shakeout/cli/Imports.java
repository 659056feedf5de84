package dev.shakeout.cli;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Provider;
import dev.shakeout.python.ControlScript;
import dev.shakeout.python.PythonSide;
import java.time.Duration;
import java.util.Optional;

/** Holds what a file names against what is installed; Python modules are imported. */
record Imports(Catalog catalog, Machine machine) implements Inputs.Checks {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public Optional<Misfit> misfit(Provider.Call call) {
        return catalog.misfit(call, machine);
    }

    @Override
    public Optional<String> complaint(Json.Obj control) {
        PythonSide side = PythonSide.of(machine);
        try {
            ControlScript.teach(side);
            Json words = side.ask(
                    Json.object("do", "control-check", "control", control), "looking at a control", Optional.of(LIMIT));
            return words instanceof Json.Str(String told) ? Optional.of(told) : Optional.empty();
        } catch (ProbeFailed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("the control could not be looked at, as the command was interrupted");
        }
    }
}
