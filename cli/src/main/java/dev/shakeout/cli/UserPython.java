package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Processes.Finished;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.python.Interpreter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ParseResult;

/**
 * The user's own Python, where Chaos Toolkit's extensions are installed: the one that is named, that of the active virtual
 * environment, or the first on PATH.
 */
record UserPython(Path program, Machine machine) {
    /** @throws InvalidInput there is none, and what to do */
    static UserPython of(ParseResult given, Machine machine) {
        try {
            return find(PythonOption.named(given), machine);
        } catch (ProbeFailed e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
    }

    /** @throws ProbeFailed there is none, and what to do */
    static UserPython find(Optional<String> named, Machine machine) throws ProbeFailed {
        return new UserPython(Interpreter.find(machine, named), machine);
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
            Threads.start("input", () -> write(input, process.getOutputStream()));
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
        Threads.start("output", task);
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
