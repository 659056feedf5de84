package dev.shakeout.python;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which Python is the user's: the one that was named, that of the active virtual environment, or the one on PATH. */
public final class Interpreter {
    static final String OLDEST = "3.8";

    private Interpreter() {}

    /**
     * @param named a path, or a name that is looked for on PATH
     * @throws ProbeFailed when there is none; the message says what to do
     */
    public static Path find(Machine machine, Optional<String> named) throws ProbeFailed {
        if (named.isPresent()) {
            return named(machine, named.get());
        }
        return ofVirtualEnvironment(machine)
                .or(() -> machine.tool("python3"))
                .or(() -> machine.tool("python"))
                .orElseThrow(() -> new ProbeFailed("no Python was found on PATH; install python3, " + OLDEST
                        + " or newer, activate a virtual environment, or name one with --python"));
    }

    private static Path named(Machine machine, String name) throws ProbeFailed {
        if (!name.contains("/")) {
            return machine.tool(name)
                    .orElseThrow(() -> new ProbeFailed("the Python '" + name + "' was not found on PATH"));
        }
        Path path = Path.of(name);
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw new ProbeFailed("the Python " + name + " is no program that can be started");
        }
        return path;
    }

    private static Optional<Path> ofVirtualEnvironment(Machine machine) {
        return Optional.ofNullable(machine.environment().get("VIRTUAL_ENV"))
                .map(folder -> Path.of(folder, "bin", "python"))
                .filter(Files::isExecutable);
    }
}
