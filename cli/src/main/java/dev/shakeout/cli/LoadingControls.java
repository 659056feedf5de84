package dev.shakeout.cli;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.settings.GlobalControl;
import dev.shakeout.dialects.settings.UserSettings;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.python.ControlScript;
import dev.shakeout.python.PythonSide;
import java.util.List;
import java.util.Optional;

/** The controls of every experiment around the loading of one; they may change the document before it is understood. */
record LoadingControls(List<GlobalControl> everywhere, PythonSide side, Json settings) {

    /** @throws InvalidInput Python cannot be had, and controls may be there to keep harm from a system */
    static LoadingControls of(List<GlobalControl> everywhere, UserSettings settings, Machine machine) {
        Json given = settings.values().truthy() ? settings.values() : Json.Null.NULL;
        var controls = new LoadingControls(everywhere, PythonSide.of(machine), given);
        if (!everywhere.isEmpty()) {
            controls.ask(register(everywhere));
        }
        return controls;
    }

    static Json.Obj register(List<GlobalControl> everywhere) {
        return Json.object(
                "do",
                "controls-of-all",
                "controls",
                Json.of(everywhere.stream()
                        .map(control -> control.definition().with("name", Json.of(control.name())))
                        .toList()));
    }

    void before(String source) {
        look(source, "before", Json.Null.NULL);
    }

    Tree after(String source, Tree document) {
        return look(source, "after", document.json())
                .map(changed -> Tree.at(document.position(), changed))
                .orElse(document);
    }

    private Optional<Json> look(String source, String scope, Json state) {
        if (everywhere.isEmpty()) {
            return Optional.empty();
        }
        var request = Json.object("do", "control-loading", "scope", scope, "source", source, "settings", settings);
        Json answer = ask(request.with("state", state));
        if (!(answer instanceof Json.Obj changes)) {
            return Optional.empty();
        }
        changes.get("ends").ifPresent(words -> {
            throw new InvalidInput(Problem.of(source + ": a control ended the loading: " + words.text()));
        });
        return changes.get("state");
    }

    private Json ask(Json.Obj request) {
        try {
            ControlScript.teach(side);
            return side.ask(request, "the controls of the settings", Optional.empty());
        } catch (ProbeFailed e) {
            throw new InvalidInput(Problem.of("controls: " + e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InvalidInput(Problem.of("controls: the command was interrupted"));
        }
    }
}
