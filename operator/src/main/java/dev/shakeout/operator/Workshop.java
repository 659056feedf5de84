package dev.shakeout.operator;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.kubernetes.Cluster;
import dev.shakeout.faults.kubernetes.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What every run is carried out with.
 *
 * @param namespace whose objects count; empty for those of all
 * @param identity of this operator, among all that there ever were
 * @param host where files of this operator are, in words
 * @param leads whether nobody else may be carrying out runs
 */
record Workshop(
        Cluster cluster,
        Machine machine,
        String namespace,
        String identity,
        String host,
        Confined confined,
        List<String> shakeout,
        List<String> options,
        BooleanSupplier leads,
        Consumer<String> told,
        Consumer<String> trouble) {

    Status status() {
        return new Status(cluster, machine.clock());
    }

    Announcer announcer() {
        return new Announcer(cluster, status(), identity, trouble);
    }

    /** A new folder for one run. */
    Path folder(Resource run) throws IOException {
        Path all = Files.createDirectories(machine.folders().state().resolve("operator"));
        return Files.createTempDirectory(all, run.uid() + "-"); // that only this user can read
    }
}
