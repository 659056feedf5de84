package dev.shakeout.testbed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of the programs that {@code testbed/kubernetes.sh} builds. */
record KubernetesPrograms(Path folder) {
    /** Names that folder where it is not the usual one. */
    static final String PROPERTY = "shakeout.kubernetes";

    private static final Pattern VERSION = Pattern.compile("(?m)^\\s*k8s\\.io/kubernetes (v\\S+)");
    private static final List<String> NEEDED =
            List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");

    /** Skips the test where they were not built. */
    static KubernetesPrograms find(Machine machine) throws IOException {
        String named = System.getProperty(PROPERTY, "");
        var programs = new KubernetesPrograms(
                named.isEmpty() ? cache(machine).resolve("kubernetes-" + version()) : Path.of(named));
        NEEDED.forEach(programs::need);
        return programs;
    }

    /** Skips the test where it was not built, as before nodes were real. */
    Path kubelet() {
        return need("kubelet");
    }

    private Path need(String program) {
        assumeTrue(
                Files.isExecutable(path(program)),
                () -> "needs " + path(program) + ", which ./verify --kubernetes builds");
        return path(program);
    }

    Path path(String program) {
        return folder.resolve(program);
    }

    /** Where what is built for tests is kept. */
    static Path cache(Machine machine) {
        var variables = machine.environment();
        return Stream.of("SHAKEOUT_TEST_CACHE", "XDG_CACHE_HOME", "HOME")
                .filter(variable -> !variables.getOrDefault(variable, "").isEmpty())
                .findFirst()
                .map(variable -> switch (variable) {
                    case "XDG_CACHE_HOME" -> Path.of(variables.get(variable), "shakeout");
                    case "HOME" -> Path.of(variables.get(variable), ".cache", "shakeout");
                    default -> Path.of(variables.get(variable));
                })
                .orElse(Path.of("/nonexistent"));
    }

    /** As it is pinned for the build. */
    static String version() throws IOException {
        return version("go.mod", VERSION);
    }

    /** @param version its first group is what is pinned */
    static String version(String file, Pattern version) throws IOException {
        try (InputStream pins = KubernetesPrograms.class.getResourceAsStream(file)) {
            if (pins == null) {
                throw new IOException("this build of the test bed lacks its " + file);
            }
            var found = version.matcher(new String(pins.readAllBytes(), StandardCharsets.UTF_8));
            if (!found.find()) {
                throw new IOException(file + " pins no version " + version);
            }
            return found.group(1);
        }
    }
}
