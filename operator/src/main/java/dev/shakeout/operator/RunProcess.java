package dev.shakeout.operator;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The command that carries out one run, in a folder of its own. It lives as long as the pipe to its standard input: when
 * that is closed, or the operator is gone, it takes everything back and ends.
 */
final class RunProcess {
    /** Usage: sh -c … sh FOLDER COMMAND... */
    private static final String SCRIPT = """
            cd "$1" || exit 7
            shift
            exec 3<&0
            "$@" </dev/null >out 2>err &
            run=$!
            { read -r _ <&3; kill -s TERM "$run"; } 2>/dev/null &
            watch=$!
            wait "$run"
            status=$?
            kill "$watch" 2>/dev/null
            exit "$status"
            """;

    /** All that it finds in its environment besides what is set for it: nothing of the operator's that could be read. */
    private static final List<String> PASSED = List.of(
            "PATH", "JAVA_HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "SHAKEOUT_HOME", "SHAKEOUT_ENVIRONMENT");

    private static final String JOURNAL = "journal.json";
    private static final String KUBECONFIG = "kubeconfig";

    private final Path folder;
    private final Process process;
    private final Pass pass;

    private RunProcess(Path folder, Process process, Pass pass) {
        this.folder = folder;
        this.process = process;
        this.pass = pass;
    }

    /** Where a run's way to the cluster stands. */
    static Path kubeconfig(Path folder) {
        return folder.resolve(KUBECONFIG);
    }

    /**
     * @param folder is there, with nothing in it but the pass
     * @param pass the run's way to the cluster
     * @param shakeout the command, to which its words are added
     * @param options of 'run'
     */
    static RunProcess start(
            Path folder, Json.Obj definition, Pass pass, List<String> shakeout, List<String> options, Machine machine)
            throws IOException {
        Files.writeString(folder.resolve("experiment.json"), definition.compact());
        var command = new ArrayList<>(List.of("env", "-i"));
        environment(folder, pass.file(), machine).forEach((key, value) -> command.add(key + "=" + value));
        command.addAll(List.of("sh", "-c", SCRIPT, "sh", folder.toString()));
        command.addAll(shakeout);
        command.addAll(List.of("--no-log-file", "run", "experiment.json", "--journal-path", JOURNAL));
        command.addAll(options);
        return new RunProcess(folder, machine.processes().start(command), pass);
    }

    private static Map<String, String> environment(Path folder, Path kubeconfig, Machine machine) {
        var variables = new TreeMap<String, String>();
        PASSED.forEach(name -> {
            String value = machine.environment().getOrDefault(name, "");
            if (!value.isEmpty()) {
                variables.put(name, value);
            }
        });
        variables.put("HOME", folder.toString()); // settings of a person are not for it
        variables.put("KUBECONFIG", kubeconfig.toString());
        return variables;
    }

    /** It takes everything back, and ends; returns at once. */
    void halt() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // it has ended
        }
    }

    /**
     * Its exit status, as long as that takes: what is being taken back is never cut short. Its pass is renewed meanwhile.
     *
     * @param trouble told why the pass could not be renewed
     */
    int end(Consumer<String> trouble) {
        boolean interrupted = false;
        while (true) {
            try {
                boolean ended = process.waitFor(pass.left().toMillis(), TimeUnit.MILLISECONDS);
                if (ended) {
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    return process.exitValue();
                }
                renew(trouble);
            } catch (InterruptedException _) {
                interrupted = true;
                halt();
            }
        }
    }

    private void renew(Consumer<String> trouble) {
        try {
            pass.renew();
        } catch (IOException e) {
            trouble.accept("a run goes on with the token that it has: " + e.getMessage());
        }
    }

    /** Deletes a run's folder, once its journal was read; one that is too long to be kept elsewhere stays in it. */
    static void tidy(Path folder) throws IOException {
        for (String file : List.of(KUBECONFIG, KUBECONFIG + ".new", "experiment.json", "out", "err")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Path journal = folder.resolve(JOURNAL);
        if (!Files.exists(journal) || Files.size(journal) <= Conclusion.LONGEST_JOURNAL) {
            Files.deleteIfExists(journal);
            Files.deleteIfExists(folder);
        }
    }

    Path journal() {
        return folder.resolve(JOURNAL);
    }

    /** What it complained of. */
    String errors() throws IOException {
        return Files.readString(folder.resolve("err")).strip();
    }
}
