package dev.shakeout.server.run;

import dev.shakeout.engine.ChildRun;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks at a definition as the command does that would carry it out, so that a mistake is told to whoever writes it. */
public final class DefinitionCheck {
    private final Workshop workshop;

    DefinitionCheck(Workshop workshop) {
        this.workshop = workshop;
    }

    /**
     * @return what is wrong with it, in words; empty when a run could begin, and when nobody can say so, as something that it takes
     *     from the environment is not set here yet
     */
    public Optional<String> mistakes(Json.Obj definition) {
        var variables = Variables.of(definition, workshop.machine().environment());
        if (!variables.missing().isEmpty()) {
            return Optional.empty();
        }
        var command = new ChildRun.Command(workshop.shakeout(), List.of(), List.of(), variables.set());
        try (var folder = TemporaryFolder.make("shakeout-definition-")) {
            return ChildRun.mistakes(folder.path(), definition, command, workshop.machine());
        } catch (IOException e) {
            return Optional.of("it could not be looked at: " + e.getMessage());
        }
    }
}
