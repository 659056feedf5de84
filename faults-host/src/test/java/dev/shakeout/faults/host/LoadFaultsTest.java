package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadFaultsTest {
    @TempDir
    Path folder;

    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    @Test
    void the_load_beside_a_process_stays_on_that_process_own_processors() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs two processors");
        assumeTrue(machine.tool("taskset").isPresent(), "needs taskset");
        var pinned = new ProcessBuilder("taskset", "-c", "1", "sleep", "60").start();
        try {
            await().until(() -> processors(pinned.pid()).equals("1"));
            Target target = new ProcessFinder()
                    .find(Arguments.NONE.with(ProcessFinder.PID, (int) pinned.pid()), machine)
                    .getFirst();
            Arguments half = Arguments.NONE.with(CpuLoad.LOAD, new Percent(50));
            try (var fault = Faulted.by(new CpuLoad(), 0, half, target, machine)) {
                assertThat(processors(stressor(fault.prepared()))).isEqualTo("1");
            }
        } finally {
            pinned.destroyForcibly();
        }
    }

    @Test
    void the_load_beside_a_process_stays_below_that_process_own_quota() throws Exception {
        Path top = Path.of("/sys/fs/cgroup/cpu");
        assumeTrue(machine.isRoot() && Files.exists(top.resolve("cpu.cfs_quota_us")), "needs root and cgroup v1");
        Path group = Files.createDirectory(
                top.resolve("quota-" + ProcessHandle.current().pid()));
        var limited = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(group.resolve("cpu.cfs_quota_us"), "20000");
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(limited.pid()));
            Target target = new ProcessFinder()
                    .find(Arguments.NONE.with(ProcessFinder.PID, (int) limited.pid()), machine)
                    .getFirst();
            var rung = new CpuLoad().rungs().getFirst();
            var prepared = rung.plan(target, Arguments.NONE.with(CpuLoad.LOAD, new Percent(100)), machine);
            try (var on = new Injections(prepared.steps(), target, machine)) {
                assertThat(on.inject()).isEmpty();
                assertThat(usedBy(stressor(prepared)))
                        .as("of the 0.2 processors it may have")
                        .isBetween(0.02, 0.35);
            }
        } finally {
            limited.destroyForcibly().waitFor();
            await().ignoreExceptions().until(() -> Files.deleteIfExists(group));
        }
    }

    private String processors(long pid) {
        return new Procfs(machine)
                .status(Long.toString(pid), "Cpus_allowed_list")
                .orElse("");
    }

    private double usedBy(long pid) {
        var procfs = new Procfs(machine);
        var before = procfs.stat(pid).orElseThrow();
        long begin = System.nanoTime();
        LockSupport.parkNanos(500_000_000);
        double hundredths = procfs.stat(pid).orElseThrow().cpuTicks() - before.cpuTicks();
        return hundredths / 100 / ((System.nanoTime() - begin) / 1e9);
    }

    private long stressor(Prepared prepared) {
        String token = prepared.steps().getFirst().change().argv().stream()
                .filter(word -> word.startsWith("--token="))
                .findFirst()
                .orElseThrow();
        return new Procfs(machine).childWith(token).orElseThrow().pid();
    }

    @Test
    void our_children_end_when_the_one_who_started_them_is_gone() throws Exception {
        var command = new java.util.ArrayList<>(machine.java());
        command.addAll(List.of(Stressor.class.getName(), "--workers=1", "--load=1%"));
        var child = new ProcessBuilder(command).start();
        assertThat(child.inputReader().readLine()).isEqualTo("ready");
        child.getOutputStream().close();
        assertThat(child.waitFor(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
}
