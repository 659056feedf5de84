package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script with a compiler that takes no minutes. */
class KubernetesScriptTest {
    private static final String GO = """
            #!/bin/sh
            if [ "$1" = env ]; then echo "${GO_VERSION:-go1.26.8}"; exit; fi
            echo built >>"$BUILDS"
            [ -z "$GO_FAILS" ] || { echo "no module" >&2; exit 1; }
            while [ "$1" != -o ]; do shift; done
            folder=$2
            for package; do
                program=$folder${package##*/}
                case $package in
                k8s.io/kubernetes/cmd/*) ;;
                go.etcd.io/etcd/server/v3) program=${folder}server ;;
                *) continue ;;
                esac
                printf '#!/bin/sh\necho made' >"$program"
                chmod +x "$program"
            done
            """;

    @TempDir
    private Path folder;

    private record Ended(int status, String output, String errors) {}

    /** All that the script needs and nothing else, as there may be a compiler beside the other tools. */
    @BeforeEach
    void makeTools() throws IOException {
        for (String tool : List.of("sed", "flock", "mkdir", "mktemp", "rm", "mv", "chmod", "dirname")) {
            Path real = Machine.local().tool(tool).orElseThrow();
            makeTool(tool, "#!/bin/sh\nexec " + real + " \"$@\"\n");
        }
        makeTool("go", GO);
    }

    private void makeTool(String name, String script) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Program.script(tools.resolve(name), script);
    }

    @Test
    void buildsOnceHoweverManyAskAtOnce() throws Exception {
        var asked = Stream.generate(this::start).limit(4).toList();
        for (Process process : asked) {
            var ended = end(process);
            assertThat(ended.status()).as(ended.errors()).isZero();
            Path programs = Path.of(ended.output().strip());
            assertThat(programs).isEqualTo(cache().resolve("kubernetes-" + KubernetesPrograms.version()));
            assertThat(programs.resolve("etcd")).isExecutable();
        }
        assertThat(folder.resolve("builds")).hasContent("built");
        assertThat(cache().toFile().list()).hasSize(2); // and the lock
    }

    @Test
    void buildsOnlyWhatIsMissing() throws Exception {
        Path programs = cache().resolve("kubernetes-" + KubernetesPrograms.version());
        assertThat(end(start()).status()).isZero();
        Files.delete(programs.resolve("kubelet"));
        Files.delete(programs.resolve("etcd"));
        Files.writeString(programs.resolve("kube-scheduler"), "kept");

        assertThat(end(start()).status()).isZero();

        assertThat(programs.resolve("kubelet")).isExecutable();
        assertThat(programs.resolve("etcd")).isExecutable();
        assertThat(programs.resolve("kube-scheduler")).hasContent("kept");
        assertThat(folder.resolve("builds")).hasContent("built\nbuilt");
    }

    @Test
    void leavesNothingOfABuildThatFails() throws Exception {
        var ended = end(start(Map.of("GO_FAILS", "yes")));
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors()).contains("no module", "go could not build it");
        try (var left = Files.list(cache())) {
            assertThat(left).noneMatch(Files::isDirectory);
        }
    }

    @Test
    void saysThatItNeedsANewerGo() throws Exception {
        for (String old : List.of("go1.9", "go1.9.1", "go1.19.8", "go1.23.12", "go1.23")) {
            var ended = end(start(Map.of("GO_VERSION", old)));
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.errors()).contains("needs Go 1.24 or newer").contains(old);
        }
        assertThat(end(start(Map.of("GO_VERSION", "go1.24.0"))).status()).isZero();
    }

    @Test
    void saysThatItNeedsGo() throws Exception {
        Files.delete(folder.resolve("tools/go"));
        var ended = end(start());
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors()).containsOnlyOnce("\n").contains("needs Go 1.24 or newer on PATH");
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Process start() {
        return start(Map.of());
    }

    private Process start(Map<String, String> more) {
        var builder = new ProcessBuilder(
                "/bin/sh", Path.of("kubernetes.sh").toAbsolutePath().toString());
        builder.environment().put("PATH", folder.resolve("tools").toString());
        builder.environment().put("SHAKEOUT_TEST_CACHE", cache().toString());
        builder.environment().put("BUILDS", folder.resolve("builds").toString());
        builder.environment().putAll(more);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended end(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output, errors);
    }
}
