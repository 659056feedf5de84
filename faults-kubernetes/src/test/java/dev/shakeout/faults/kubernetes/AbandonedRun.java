package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Recover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A run in a process of its own, whose API server is gone as soon as something is broken.
 *
 * @param folder where its ledger and its credentials are
 * @param line to the server
 * @param sentinel which would try again for a while
 */
record AbandonedRun(Path folder, Wire line, Process process, List<ProcessHandle> sentinel) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Scales a deployment to nothing. */
    static AbandonedRun begin(String deployment, dev.shakeout.testbed.Cluster cluster, Path folder) throws IOException {
        Wire line = Wire.to(cluster.server());
        var command = new ArrayList<>(Machine.local().java());
        command.addAll(List.of(LostRun.class.getName(), folder.toString(), "app=" + deployment, "1"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("KUBECONFIG", line.kubeconfig(cluster.kubeconfig()).toString());
        Path said = folder.resolve("said");
        Process process = builder.redirectOutput(said.toFile()).start();
        await().atMost(PATIENCE)
                .failFast(() ->
                        assertThat(process.isAlive()).as(Files.readString(said)).isTrue())
                .until(() -> Files.readAllLines(said).contains("EffectMeasured"));
        var run = new AbandonedRun(folder, line, process, process.descendants().toList());
        line.turnAway();
        return run;
    }

    /** What it has said when it has come to its end; its sentinel gives up too. */
    List<String> end() throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        sentinel.forEach(ProcessHandle::destroyForcibly);
        return Files.readAllLines(folder.resolve("said"));
    }

    List<Recover.Outcome> recover() throws IOException {
        return new Recover(Machine.local().with(new Folders(folder.resolve("run"), folder.resolve("state"))))
                .deadRuns();
    }

    List<Path> credentials() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state/held"))) {
            return files.toList();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        sentinel.forEach(ProcessHandle::destroyForcibly);
        line.close();
    }
}
