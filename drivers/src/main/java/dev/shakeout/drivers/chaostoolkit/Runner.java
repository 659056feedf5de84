package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command {@code chaos} of one installation.
 *
 * @param given as it is named in the file: a command on the PATH, a path, or the folder of a virtual environment
 */
record Runner(String given, Machine machine) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** By it the runner tells how far it is; older releases have none. */
    private static final String CONTROLS = "--control-file";

    /** Empty when there is none. */
    Optional<Path> program() {
        if (!given.contains("/")) {
            return machine.tool(given);
        }
        try {
            Path path = Path.of(given).toAbsolutePath().normalize();
            Path program = Files.isDirectory(path) ? path.resolve("bin").resolve("chaos") : path;
            return Files.isExecutable(program) && !Files.isDirectory(program) ? Optional.of(program) : Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /** What is missing to use it at all; it is only started for the first who asks. */
    Optional<String> missing() {
        Optional<Path> program = program();
        if (program.isEmpty()) {
            return Optional.of(
                    "there is no program '" + given + "' "
                            + (given.contains("/") ? "at that path" : "on the PATH")
                            + "; install it with 'pip install chaostoolkit', or name the virtual environment in which it is as program");
        }
        return machine.fact("chaostoolkit:" + program.get(), () -> {
            var help = run(Map.of(), List.of("--no-version-check", "--no-log-file", "run", "--help"));
            if (!help.ok()) {
                return Optional.of(program.get() + " does not run: " + help.complaint());
            }
            return help.output().contains(CONTROLS)
                    ? Optional.<String>empty()
                    : Optional.of(program.get() + " (" + version() + ") cannot tell how far it is, as it has no option "
                            + CONTROLS + "; install a newer one with 'pip install -U chaostoolkit'");
        });
    }

    /** As it says itself: "chaos, version 1.19.0". */
    String version() {
        return machine.fact(
                "chaostoolkit-version:" + given,
                () -> run(Map.of(), List.of("--version")).output().strip());
    }

    /** What it finds wrong with an experiment; it loads the modules that the experiment names. */
    Optional<String> mistakes(String file, Map<String, String> environment) {
        var validated = run(environment, List.of("--no-version-check", "--no-log-file", "validate", file));
        return validated.ok()
                ? Optional.empty()
                : Optional.of("'" + file + "' is not valid for Chaos Toolkit: "
                        + Said.complaints(validated.output() + validated.errors()));
    }

    private Processes.Finished run(Map<String, String> environment, List<String> words) {
        var command = new ArrayList<String>();
        command.add(program().map(Path::toString).orElse(given));
        command.addAll(words);
        var variables = new HashMap<>(machine.environment());
        variables.putAll(environment);
        return machine.withEnvironment(variables).processes().run(command, LIMIT);
    }
}
