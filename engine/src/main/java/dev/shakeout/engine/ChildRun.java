package dev.shakeout.engine;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The command that carries out one run for somebody else, in a process and a folder of its own. It lives as long as the pipe
 * to its standard input: when that is closed, or whoever started it is gone, it takes everything back and ends.
 */
public final class ChildRun {
    /** Usage: sh -c … sh FOLDER COMMAND... */
    private static final String SCRIPT = """
            cd "$1" || exit 7
            shift
            { read -r stat </proc/$$/stat; echo "$stat" >owner; } 2>/dev/null
            exec 3<&0
            "$@" </dev/null >out 2>err &
            run=$!
            { read -r _ <&3; kill -s TERM "$run"; } 2>/dev/null &
            watch=$!
            wait "$run"
            status=$?
            kill "$watch" 2>/dev/null
            echo "$status" >status.new && mv status.new status
            exit "$status"
            """;

    /** All that it finds in its environment besides what is set for it: nothing of its parent's that could be read. */
    private static final List<String> PASSED = List.of(
            "PATH", "JAVA_HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "SHAKEOUT_HOME", "SHAKEOUT_ENVIRONMENT");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ChildFolder folder;
    private final Process process;

    private ChildRun(ChildFolder folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * How it is started.
     *
     * @param shakeout the command, to which its words are added
     * @param before what stands before 'run'
     * @param options of 'run'
     * @param variables set for it besides the few that are passed on
     */
    public record Command(
            List<String> shakeout, List<String> before, List<String> options, Map<String, String> variables) {}

    /** @param folder is there; nothing in it has the name of what {@link ChildFolder} holds */
    public static ChildRun start(Path folder, Json.Obj definition, Command command, Machine machine)
            throws IOException {
        var own = new ChildFolder(folder);
        Files.writeString(own.experiment(), definition.compact());
        List<String> words = clean(folder, command, machine);
        Optional<OtelVariables> telemetry = OtelVariables.of(machine.environment());
        if (telemetry.isPresent()) {
            telemetry.get().handOn(own.telemetry());
            words.add(OtelVariables.HANDED_ON + "=" + own.telemetry());
        }
        words.addAll(List.of("sh", "-c", SCRIPT, "sh", folder.toString()));
        words.addAll(command.shakeout());
        words.add("--no-log-file");
        words.addAll(command.before());
        words.addAll(List.of("run", ChildFolder.EXPERIMENT, "--journal-path", ChildFolder.JOURNAL));
        words.addAll(command.options());
        return new ChildRun(own, machine.processes().start(words));
    }

    /**
     * What is wrong with a definition, as a run of it would find: by the same command, in the same environment.
     *
     * @param folder is there, and empty
     * @return empty when nothing is
     */
    public static Optional<String> mistakes(Path folder, Json.Obj definition, Command command, Machine machine)
            throws IOException {
        Path file = folder.resolve(ChildFolder.EXPERIMENT);
        Files.writeString(file, definition.compact());
        try {
            List<String> words = clean(folder, command, machine);
            words.addAll(command.shakeout());
            words.addAll(List.of("--no-log-file", "validate", file.toString()));
            var finished = machine.processes().run(words, PATIENCE);
            return finished.ok()
                    ? Optional.empty()
                    : Optional.of(words(finished).replace(file + ":", ""));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String words(Processes.Finished finished) {
        return finished.errors().isBlank()
                ? finished.complaint()
                : finished.errors().strip();
    }

    private static List<String> clean(Path folder, Command command, Machine machine) {
        var words = new ArrayList<>(List.of("env", "-i"));
        environment(folder, command, machine).forEach((key, value) -> words.add(key + "=" + value));
        return words;
    }

    private static Map<String, String> environment(Path folder, Command command, Machine machine) {
        var variables = new TreeMap<String, String>();
        PASSED.forEach(name -> {
            String value = machine.environment().getOrDefault(name, "");
            if (!value.isEmpty()) {
                variables.put(name, value);
            }
        });
        variables.put("HOME", folder.toString()); // settings of a person are not for it
        variables.putAll(command.variables());
        return variables;
    }

    public ChildFolder folder() {
        return folder;
    }

    /** It takes everything back, and ends; returns at once. */
    public void halt() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // it has ended
        }
    }

    /** @return whether it has ended within this time */
    public boolean await(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Its exit status, once it has ended. */
    public int status() {
        return process.exitValue();
    }
}
