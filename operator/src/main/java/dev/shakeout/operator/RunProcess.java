package dev.shakeout.operator;

import dev.shakeout.engine.ChildFolder;
import dev.shakeout.engine.ChildRun;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The command that carries out one run, with a way to the cluster of its own. */
final class RunProcess {
    private static final String KUBECONFIG = "kubeconfig";

    private final ChildRun child;
    private final Pass pass;

    private RunProcess(ChildRun child, Pass pass) {
        this.child = child;
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
        var variables = Map.of("KUBECONFIG", pass.file().toString());
        var command = new ChildRun.Command(shakeout, List.of(), options, variables);
        return new RunProcess(ChildRun.start(folder, definition, command, machine), pass);
    }

    /** It takes everything back, and ends; returns at once. */
    void halt() {
        child.halt();
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
                if (child.await(pass.left())) {
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    return child.status();
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
        var own = new ChildFolder(folder);
        own.tidy();
        for (String file : List.of(KUBECONFIG, KUBECONFIG + ".new")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        if (!Files.exists(own.journal()) || Files.size(own.journal()) <= Conclusion.LONGEST_JOURNAL) {
            Files.deleteIfExists(own.journal());
            Files.deleteIfExists(folder);
        }
    }

    Path journal() {
        return child.folder().journal();
    }

    /** What it complained of. */
    String errors() throws IOException {
        return child.folder().errors();
    }
}
