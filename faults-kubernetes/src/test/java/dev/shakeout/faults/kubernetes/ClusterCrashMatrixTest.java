package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.CrashMatrix;
import dev.shakeout.faults.host.Stages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Whoever is killed: objects of a real cluster are as before, and nothing of the run is left in it, nor its credentials on this
 * host.
 */
class ClusterCrashMatrixTest extends CrashMatrix {
    @Override
    protected Stages open(Path folder) throws IOException {
        var cluster = dev.shakeout.testbed.Cluster.start(folder, Machine.local());
        cluster.playNodes(ClusterStages.NODES);
        return new ClusterStages(cluster);
    }

    @Override
    protected Duration budget() {
        return Duration.ofSeconds(Long.getLong("matrix.seconds", 30));
    }
}
