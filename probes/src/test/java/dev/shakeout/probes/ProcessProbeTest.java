package dev.shakeout.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessProbeTest {
    @TempDir
    Path folder;

    private final ProcessProbe kind = new ProcessProbe();

    @Test
    void readsStatusAndBothOutputs() throws Exception {
        Json seen = read("path", "sh", "arguments", list("-c", "echo out; echo err >&2; exit 3"));
        assertThat(seen.text()).isEqualTo("{\"status\":3,\"stdout\":\"out\\n\",\"stderr\":\"err\\n\"}");
    }

    @Test
    void textGoesThroughTheShellAListDoesNot() throws Exception {
        assertThat(stdout("path", "echo", "arguments", "$((1 + 2)) | tr 3 x")).isEqualTo("x\n");
        assertThat(stdout("path", "echo", "arguments", list("$((1 + 2))", "", "|")))
                .isEqualTo("$((1 + 2)) |\n");
        assertThat(stdout("path", "echo", "arguments", Json.object("-n", "", "--count", 5)))
                .isEqualTo("--count 5");
        assertThat(stdout("path", "echo")).isEqualTo("\n");
    }

    @Test
    void findsTheProgramAtHomeOnPathOrNowhere() throws Exception {
        script("my tool", "echo at home", "rwx------");
        assertThat(stdout("path", "~/my tool")).isEqualTo("at home\n");
        assertThat(stdout("path", "~/my tool", "arguments", "&& echo too")).isEqualTo("at home\ntoo\n");
        assertThatThrownBy(() -> read("path", "no-such-tool"))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("not found on PATH");
        assertThatThrownBy(() -> read("path", "~/none")).hasMessageContaining("is no file");
        assertThatThrownBy(() -> read("path", "/bin/a\0b")).hasMessageContaining("cannot be a file's name");
        assertThatThrownBy(() -> read("path", "a\0b")).hasMessageContaining("was not found on PATH");
        script("closed", "echo never", "rw-------");
        assertThatThrownBy(() -> read("path", "~/closed")).hasMessageContaining("chmod +x");
    }

    @Test
    void aTimeOutKillsAllThatWasStartedOrphansToo() throws Exception {
        Path pids = folder.resolve("pids");
        String script =
                "(sleep 1000 & echo $! >> %1$s); sleep 1000 & echo $! >> %1$s; echo $$ >> %1$s; wait".formatted(pids);
        assertThatThrownBy(() -> read("path", "sh", "arguments", list("-c", script), "timeout", 0.5))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("no end within 500 ms");
        List<String> started = Files.readAllLines(pids);
        assertThat(started).hasSize(3);
        await().untilAsserted(() -> assertThat(started).noneMatch(ProcessProbeTest::runs));
    }

    @Test
    void anInterruptKillsTheProgram() throws Exception {
        Path pids = folder.resolve("pids");
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                read("path", "sh", "arguments", list("-c", "echo $$ > " + pids + "; sleep 1000"));
            } catch (Exception _) {
                // the interrupt is expected
            }
        });
        await().until(() -> Files.exists(pids) && !Files.readString(pids).isBlank());
        reader.interrupt();
        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        String pid = Files.readString(pids).strip();
        await().until(() -> !runs(pid));
    }

    @Test
    void outputThatIsNotUtf8IsReadAsLatin1() throws Exception {
        assertThat(stdout("path", "printf", "arguments", list("gr\\374n"))).isEqualTo("grün");
        assertThat(stdout("path", "printf", "arguments", list("grün"))).isEqualTo("grün");
    }

    @Test
    void aDaemonThatKeepsTheOutputOpenIsNotAwaited() throws Exception {
        long start = System.nanoTime();
        Json.Obj seen = (Json.Obj) read("path", "sh", "arguments", list("-c", "sleep 100 & echo $!"));
        String pid = seen.get("stdout").orElseThrow().text().strip();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(runs(pid)).isTrue();
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    @Test
    void muchOutputNeitherBlocksNorFillsTheMemory() throws Exception {
        String seen = stdout("path", "head", "arguments", list("-c", "9000000", "/dev/zero"), "timeout", "30s");
        assertThat(seen).hasSizeLessThan(8_400_000).endsWith("[611392 more bytes left out]");
    }

    private static boolean runs(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                        .map(ProcessHandle::isAlive)
                        .orElse(false)
                && !state(pid).equals("Z");
    }

    private static String state(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid.strip(), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
        } catch (java.io.IOException _) {
            return "Z";
        }
    }

    private void script(String name, String text, String permissions) throws Exception {
        Path file = Program.script(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static Json list(String... values) {
        return Json.of(List.of(values).stream().map(Json::of).toList());
    }

    private String stdout(Object... given) throws Exception {
        return ((Json.Obj) read(given)).get("stdout").orElseThrow().text();
    }

    private Json read(Object... given) throws Exception {
        return kind.open("a probe", Given.arguments(kind, given), atHome()).read();
    }

    private Machine atHome() {
        Machine here = Machine.local();
        var environment = new HashMap<>(here.environment());
        environment.put("HOME", folder.toString());
        return new Machine(
                here.root(),
                here.processes(),
                here.clock(),
                here.folders(),
                here.java(),
                environment,
                here.links(),
                new ConcurrentHashMap<>());
    }
}
