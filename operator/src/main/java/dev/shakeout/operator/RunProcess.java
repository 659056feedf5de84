package dev.shakeout.operator;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    private static final String OWNER_ONLY = "rw-------";

    private final Path folder;
    private final Process process;

    private RunProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * @param folder is there, and empty
     * @param shakeout the command, to which its words are added
     * @param options of 'run'
     */
    static RunProcess start(
            Path folder,
            Json.Obj definition,
            Json.Obj kubeconfig,
            List<String> shakeout,
            List<String> options,
            Machine machine)
            throws IOException {
        Path config = folder.resolve("kubeconfig");
        Files.createFile(config, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        Files.writeString(config, kubeconfig.compact());
        Files.writeString(folder.resolve("experiment.json"), definition.compact());
        var command = new ArrayList<>(List.of("env", "-i"));
        environment(folder, config, machine).forEach((key, value) -> command.add(key + "=" + value));
        command.addAll(List.of("sh", "-c", SCRIPT, "sh", folder.toString()));
        command.addAll(shakeout);
        command.addAll(List.of("--no-log-file", "run", "experiment.json", "--journal-path", JOURNAL));
        command.addAll(options);
        return new RunProcess(folder, machine.processes().start(command));
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

    /** Its exit status, as long as that takes: what is being taken back is never cut short. */
    int end() {
        boolean interrupted = false;
        while (true) {
            try {
                int status = process.waitFor();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return status;
            } catch (InterruptedException _) {
                interrupted = true;
                halt();
            }
        }
    }

    /** Deletes a run's folder, once its journal was read; one that is too long to be kept elsewhere stays in it. */
    static void tidy(Path folder) throws IOException {
        for (String file : List.of("kubeconfig", "experiment.json", "out", "err")) {
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
