package dev.shakeout.probes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.PythonText;
import dev.shakeout.model.Seconds;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import dev.shakeout.probes.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs a program to its end. Any exit status is a reading; only no start and no end in time make it fail. */
public final class ProcessProbe implements ProbeKind {
    static final Parameter<String> PATH = Parameter.required(
            "path", Type.text(), "The program: a path, ~ for the home folder, or a name looked for on PATH.");
    static final Parameter<Json> ARGUMENTS = Parameter.withDefault(
            "arguments",
            Type.any(),
            Json.of(List.of()),
            "A list; or an object, whose names and values follow each other; or text, which the shell reads.");
    static final Parameter<Duration> TIMEOUT = Parameter.withDefault(
            "timeout",
            new Seconds(),
            Duration.ofHours(1),
            "After this long the program and all it started are killed. 1h by default.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("process", "Runs a program and reads its status and output.", PATH, ARGUMENTS, TIMEOUT)
                .reads(
                        new Output("status", Output.Kind.WHOLE, "the exit status"),
                        new Output("stdout", Output.Kind.TEXT, "what it wrote"),
                        new Output("stderr", Output.Kind.TEXT, "what it complained of"));
    }

    @Override
    public boolean acts() {
        return true;
    }

    @Override
    public Optional<Misfit> check(Arguments arguments, Machine machine) {
        try {
            if (arguments.find(PATH).isPresent()) {
                find(arguments.get(PATH), machine);
            }
            return Optional.empty();
        } catch (ProbeFailed e) {
            return Optional.of(new Misfit(PATH.name(), String.valueOf(e.getMessage())));
        }
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        String path = arguments.get(PATH);
        Duration timeout = arguments.get(TIMEOUT);
        return () -> {
            Path program = find(path, machine);
            try {
                return run(command(program, arguments.get(ARGUMENTS)), timeout, machine);
            } catch (IOException e) {
                throw new ProbeFailed(program + " could not be started: " + e.getMessage(), e);
            }
        };
    }

    private static Json run(List<String> command, Duration timeout, Machine machine)
            throws IOException, ProbeFailed, InterruptedException {
        Program.Ended ended = new Program(command, machine)
                .run(timeout)
                .orElseThrow(() -> new ProbeFailed(
                        String.join(" ", command) + ": no end within " + Span.words(timeout)
                                + ", so it was killed with all it had started; raise timeout if it may take longer",
                        ToolkitTrace.of("process activity took too long to complete")));
        return Json.object("status", ended.status(), "stdout", ended.output(), "stderr", ended.errors());
    }

    /** As Python's shutil.which: a name with a slash is not looked for on PATH. */
    private static Path find(String path, Machine machine) throws ProbeFailed {
        String home = machine.environment().getOrDefault("HOME", System.getProperty("user.home", "~"));
        String expanded = path.equals("~") || path.startsWith("~/") ? home + path.substring(1) : path;
        if (expanded.contains("/")) {
            Path file = Path.of(expanded);
            if (!Files.isRegularFile(file)) {
                throw new ProbeFailed(file + " is no file; check the probe's path");
            }
            if (!Files.isExecutable(file)) {
                throw new ProbeFailed(file + " may not be executed; run: chmod +x " + file);
            }
            return file;
        }
        return machine.tool(expanded)
                .orElseThrow(() -> new ProbeFailed(
                        expanded + " was not found on PATH; install it, or give the probe's path in full"));
    }

    /** As Chaos Toolkit does it (chaoslib/provider/process.py): text goes through the shell, empty values are dropped. */
    private static List<String> command(Path program, Json arguments) {
        if (arguments instanceof Json.Str(String line)) {
            return List.of("/bin/sh", "-c", quoted(program.toString()) + " " + line);
        }
        Stream<Json> values = switch (arguments) {
            case Json.Arr(var items) -> items.stream();
            case Json.Obj(var members) ->
                members.entrySet().stream().flatMap(e -> Stream.of(Json.of(e.getKey()), e.getValue()));
            default -> Stream.of(arguments);
        };
        var command = new ArrayList<String>();
        command.add(program.toString());
        values.filter(value -> value != Json.Null.NULL && !value.text().isEmpty())
                .forEach(value -> command.add(PythonText.of(value)));
        return command;
    }

    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_./+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
