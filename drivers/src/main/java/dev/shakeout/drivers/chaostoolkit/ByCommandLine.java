package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** By the command {@code chaos run}. */
record ByCommandLine() implements Rung {
    @Override
    public String name() {
        return "Chaos Toolkit's command line";
    }

    @Override
    public String needs() {
        return "Chaos Toolkit with the option --control-file (pip install chaostoolkit)";
    }

    @Override
    public String inverse() {
        return "it is asked to end by SIGUSR1 and runs its rollbacks; one that does not end in time is killed, and what is"
                + " left of its rollbacks is run by a fresh process";
    }

    /** Which installation is meant is known with the target only. */
    @Override
    public Optional<String> missing(Machine machine) {
        return Optional.empty();
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        Runner runner = RunnerFinder.runner(target, machine);
        return runner.missing()
                .or(() -> nameless(arguments.get(ChaosToolkitRun.ENVIRONMENT).keySet()))
                .or(() -> unreadable(arguments))
                .or(() -> runner.mistakes(
                        arguments.get(ChaosToolkitRun.FILE), arguments.get(ChaosToolkitRun.ENVIRONMENT)));
    }

    private static Optional<String> nameless(Set<String> variables) {
        return variables.stream()
                .filter(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"))
                .findFirst()
                .map(name -> "'" + name + "' is no name of an environment variable");
    }

    private static Optional<String> unreadable(Arguments arguments) {
        String file = arguments.get(ChaosToolkitRun.FILE);
        var files = new ArrayList<>(arguments.get(ChaosToolkitRun.VAR_FILES));
        if (!file.matches("https?://.*")) {
            files.addFirst(file);
        }
        return files.stream()
                .filter(each -> !isReadable(each))
                .findFirst()
                .map(each -> "there is no file '" + each + "' to be read"
                        + (each.startsWith("/")
                                ? ""
                                : "; it is looked for in " + Path.of("").toAbsolutePath()))
                .or(() -> arguments
                        .find(ChaosToolkitRun.JOURNAL)
                        .filter(journal -> !isPlace(journal))
                        .map(journal -> "its journal cannot be kept as '" + journal + "': there is no such folder"));
    }

    private static boolean isReadable(String file) {
        try {
            Path path = Path.of(file);
            return Files.isRegularFile(path) && Files.isReadable(path);
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private static boolean isPlace(String file) {
        try {
            Path path = Path.of(file).toAbsolutePath();
            return !Files.isDirectory(path) && path.getParent() != null && Files.isWritable(path.getParent());
        } catch (InvalidPathException _) {
            return false;
        }
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        Runner runner = RunnerFinder.runner(target, machine);
        Drive drive = Drives.of(machine).add(target, arguments, runner.program().orElseThrow());
        String file = arguments.get(ChaosToolkitRun.FILE);
        var step = Step.command("have Chaos Toolkit run " + file, drive.begin().argv(), drive.halt());
        var notes = new ArrayList<>(List.of("what it hits is decided by " + file
                + " alone, so no blast radius of that is known here; " + runner.version()));
        String strategy = arguments.get(ChaosToolkitRun.ROLLBACKS);
        if (!strategy.equals("always")) {
            notes.add("with the rollback strategy '" + strategy
                    + "' its rollbacks may not be run when it is stopped, and what it has changed then stays");
        }
        return new Prepared(List.of(step), new Running(drive), notes);
    }
}
