package dev.shakeout.python;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.testbed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The Python of a user who has modules in a folder: what is on PATH, with PYTHONPATH set to that folder. */
final class UserPython implements AutoCloseable {
    private final Path folder;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Machine machine;
    private final PythonSide side;

    private UserPython(Path folder, Path python) {
        this.folder = folder;
        this.machine = machine(System.getenv());
        this.side = machine.shared()
                .get(PythonSide.class, () -> new PythonSide(machine, Optional.of(python.toString()), log::add));
    }

    /** Skips the test when there is none. */
    static UserPython in(Path folder) throws IOException {
        Path wrapper = Program.script(
                folder.resolve("my-python"), "#!/bin/sh\nPYTHONPATH='" + folder + "' exec " + real() + " \"$@\"\n");
        return new UserPython(folder, wrapper);
    }

    /**
     * The program itself, past any wrapper that a version manager has put on PATH. Another one is named by
     * -Dpython=PATH, to run these tests with another version.
     */
    static Path real() {
        Optional<Path> found = Optional.ofNullable(System.getProperty("python"))
                .map(Path::of)
                .or(() -> Machine.local().tool("python3"));
        assumeTrue(found.isPresent(), "needs python3 on PATH");
        var asked = Machine.local()
                .processes()
                .run(List.of(found.orElseThrow().toString(), "-c", "import sys; print(sys.executable)"));
        assumeTrue(asked.ok(), "needs a python3 that works");
        return Path.of(asked.output().strip());
    }

    static Machine machine(Map<String, String> environment) {
        Machine here = Machine.local();
        return new Machine(
                here.root(),
                here.processes(),
                here.clock(),
                here.folders(),
                here.java(),
                environment,
                Map.of(),
                new ConcurrentHashMap<>());
    }

    UserPython with(String module, String code) throws IOException {
        Files.writeString(folder.resolve(module + ".py"), code);
        return this;
    }

    Machine machine() {
        return machine;
    }

    Path wrapper() {
        return folder.resolve("my-python");
    }

    /** What the user's code has printed. */
    List<String> log() {
        return log;
    }

    /** Calls a function of the module {@code mine}. */
    Json call(String function, Object... arguments) throws ProbeFailed, InterruptedException {
        return read("module", "mine", "func", function, "arguments", Json.object(arguments));
    }

    Json inBackground(String function, Object... arguments) throws ProbeFailed, InterruptedException {
        return open(arguments(
                        "module", "mine", "func", function, "arguments", Json.object(arguments), "(background)", true))
                .read();
    }

    Json within(Duration limit, String function, Object... arguments) throws ProbeFailed, InterruptedException {
        return read(
                "module",
                "mine",
                "func",
                function,
                "arguments",
                Json.object(arguments),
                "timeout",
                limit.toMillis() + "ms");
    }

    /** With the parameters as a file would give them. */
    Json read(Object... given) throws ProbeFailed, InterruptedException {
        return open(arguments(given)).read();
    }

    private dev.shakeout.engine.ProbeReader.Once open(Arguments arguments) {
        return new PythonProbe().open("an activity", arguments, machine);
    }

    static Arguments arguments(Object... given) {
        var values = new LinkedHashMap<String, Object>();
        var descriptor = new PythonProbe().descriptor();
        var known = new LinkedHashMap<String, Parameter<?>>();
        descriptor.parameters().forEach(parameter -> known.put(parameter.name(), parameter));
        descriptor.surroundings().forEach(parameter -> known.put(parameter.name(), parameter));
        Json.object(given)
                .members()
                .forEach((name, json) -> values.put(name, known.get(name).type().parse(json)));
        return new Arguments(values);
    }

    long pid() throws ProbeFailed, InterruptedException {
        return Long.parseLong(read("module", "os", "func", "getpid").text());
    }

    /** One that is dead and whose parent has not noticed yet lives no more. */
    static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        machine.shared().close();
    }
}
