package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.CrashMatrix;
import dev.shakeout.faults.host.Stages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever is killed: objects of a real cluster are as before, and nothing of the run is left in it, nor its credentials on this
 * host.
 */
class ClusterCrashMatrixTest extends CrashMatrix {
    private static Optional<dev.shakeout.testbed.Cluster> cluster = Optional.empty();
    private static Optional<Stages> stages = Optional.empty();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var started = dev.shakeout.testbed.Cluster.start(folder, Machine.local());
        cluster = Optional.of(started);
        started.playNodes(ClusterStages.NODES);
        stages = Optional.of(new ClusterStages(started));
    }

    @AfterAll
    static void stop() {
        cluster.ifPresent(dev.shakeout.testbed.Cluster::close);
    }

    @Override
    protected Stages stages() {
        return stages.orElseThrow();
    }

    @Override
    protected Duration budget() {
        return Duration.ofSeconds(Long.getLong("matrix.seconds", 30));
    }
}
