package dev.shakeout.testbed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The helm that {@code testbed/program.sh helm} builds, at work in one cluster.
 *
 * @param home for what it keeps by itself
 */
public record Helm(Path program, Path kubeconfig, Path home, Machine machine) {
    /** Names the program where it is not in its usual place. */
    private static final String PROPERTY = "shakeout.helm";

    private static final Pattern VERSION = Pattern.compile("(?m)^\\s*helm\\.sh/helm/v3 (v\\S+)");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Skips the test where it was not built. */
    public static Helm find(Path kubeconfig, Path home, Machine machine) throws IOException {
        String named = System.getProperty(PROPERTY, "");
        Path program = named.isEmpty()
                ? KubernetesPrograms.cache(machine)
                        .resolve("helm-" + KubernetesPrograms.version("helm/go.mod", VERSION))
                : Path.of(named);
        assumeTrue(Files.isExecutable(program), () -> "needs " + program + ", which ./verify --kubernetes builds");
        return new Helm(program, kubeconfig, home, machine);
    }

    /** Runs one command of it. */
    public Processes.Finished run(String... words) {
        var command = new ArrayList<>(List.of(
                "env",
                "HOME=" + home,
                "KUBECONFIG=" + kubeconfig,
                "HELM_CACHE_HOME=" + home.resolve("cache"),
                "HELM_CONFIG_HOME=" + home.resolve("config"),
                "HELM_DATA_HOME=" + home.resolve("data"),
                program.toString()));
        command.addAll(List.of(words));
        return machine.processes().run(command, LIMIT);
    }
}
