package dev.shakeout.faults.host;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class in a network namespace that ends with it, so that the host's own tables stay as they are. */
final class InNamespace {
    private InNamespace() {}

    /** What it printed and complained of; its argument is a folder of its own. */
    static String run(Class<?> main, Path folder, Machine machine) {
        assumeTrue(machine.isRoot(), "needs root to make a network namespace");
        var argv = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", "ip link set lo up; exec \"$@\"", "sh"));
        argv.addAll(machine.java());
        argv.addAll(List.of(main.getName(), folder.toString()));
        var finished = machine.processes().run(argv, Duration.ofSeconds(60));
        return finished.output() + finished.errors();
    }
}
