package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes.Finished;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The user's own Python, where Chaos Toolkit's extensions are installed: the one that is named, that of the active virtual
 * environment, or the first on PATH.
 */
record UserPython(Path program, Machine machine) {
    private static final String OPTION = "--python";

    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(OPTION)
                .paramLabel("PATH")
                .type(String.class)
                .arity("1")
                .description(
                        "The Python that has the extensions; that of the active virtual environment, or else the first"
                                + " on PATH, unless given.")
                .build());
    }

    /** @throws InvalidInput there is none, and what to do */
    static UserPython of(ParseResult given, Machine machine) {
        return find(Optional.ofNullable(given.matchedOptionValue(OPTION, (String) null)), machine)
                .orElseThrow(
                        () -> new InvalidInput(Problem.of("no Python was found on PATH; install python3, activate a"
                                + " virtual environment, or name one with --python")));
    }

    /**
     * Looks for it.
     *
     * @throws InvalidInput the one that was named is no program
     */
    static Optional<UserPython> find(Optional<String> named, Machine machine) {
        Optional<Path> program = named.isPresent()
                ? Optional.of(named(named.get(), machine))
                : Optional.ofNullable(machine.environment().get("VIRTUAL_ENV"))
                        .map(folder -> Path.of(folder, "bin", "python"))
                        .filter(Files::isExecutable)
                        .or(() -> machine.tool("python3"))
                        .or(() -> machine.tool("python"));
        return program.map(path -> new UserPython(path, machine));
    }

    private static Path named(String name, Machine machine) {
        Optional<Path> program = name.contains("/") ? Optional.of(Path.of(name)) : machine.tool(name);
        return program.filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .orElseThrow(
                        () -> new InvalidInput(Problem.of(OPTION + " " + name + ": no program that can be started")));
    }

    /**
     * Runs a script of ours to its end.
     *
     * @param script its file beside this class
     */
    Finished run(String script, List<String> arguments, Duration limit) {
        var command = new ArrayList<>(command(script));
        command.addAll(arguments);
        return machine.processes().run(command, limit);
    }

    /** The same, but what it reads comes through its standard input, where nobody else sees it. */
    Finished feed(String script, String input, Duration limit) throws IOException {
        Process process = machine.processes().start(command(script));
        try {
            Thread.startVirtualThread(() -> write(input, process.getOutputStream()));
            var said = read(process.getInputStream());
            var complaints = read(process.getErrorStream());
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Finished(124, "", "no end within " + limit.toSeconds() + " s");
            }
            return new Finished(process.exitValue(), said.get(), complaints.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finished(130, "", "interrupted");
        } catch (ExecutionException e) {
            throw new IOException(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void write(String input, OutputStream to) {
        try (to) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // it has ended without reading, and says why itself
        }
    }

    private static FutureTask<String> read(InputStream from) {
        var task = new FutureTask<>(() -> new String(from.readAllBytes(), StandardCharsets.UTF_8));
        Thread.startVirtualThread(task);
        return task;
    }

    /** Runs a module that comes with Python, such as pip. */
    Finished module(String name, List<String> arguments, Duration limit) {
        var command = new ArrayList<>(List.of(program.toString(), "-m", name));
        command.addAll(arguments);
        return machine.processes().run(command, limit);
    }

    /** What starts a script of ours; its arguments follow. */
    List<String> command(String script) {
        return List.of(program.toString(), "-c", text(script));
    }

    private static String text(String script) {
        try (InputStream in = UserPython.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException("this installation lacks " + script);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of this installation cannot be read: " + script, e);
        }
    }
}
