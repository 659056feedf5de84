package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuThrottleTest {
    private static final int QUOTA = 0;
    private static final int SIGNALS = 1;
    private static final Arguments ONE = Arguments.NONE.with(CpuThrottle.CORES, new CpuLoad.Cores(1));

    @TempDir
    Path folder;

    private Machine machine;
    private Process busy;
    private Target target;

    @BeforeEach
    void start() throws IOException {
        machine = Machines.in(folder);
        busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        target = new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) busy.pid()), machine)
                .getFirst();
    }

    @AfterEach
    void end() throws InterruptedException {
        busy.destroyForcibly().waitFor();
    }

    private static Arguments percent(double percent) {
        return ONE.with(CpuThrottle.PERCENT, new Percent(percent));
    }

    /** Processors. */
    private double used() {
        var procfs = new Procfs(machine);
        long before = procfs.stat(target).orElseThrow().cpuTicks();
        long begin = System.nanoTime();
        LockSupport.parkNanos(1_500_000_000);
        return (procfs.stat(target).orElseThrow().cpuTicks() - before) / 100.0 / ((System.nanoTime() - begin) / 1e9);
    }

    private Path group() {
        return Cgroup.with("cpu", target.detail("pid"), new Procfs(machine))
                .orElseThrow()
                .folder();
    }

    @Test
    void a_busy_process_gets_no_more_than_its_quota() throws Exception {
        try (var fault = Faulted.by(new CpuThrottle(), QUOTA, percent(20), target, machine)) {
            assertThat(used()).isBetween(0.1, 0.22);
            assertThat(fault.on().words()).contains("cut short");
        }
    }

    @Test
    void without_control_groups_it_is_stopped_when_it_has_used_its_share() throws Exception {
        try (var _ = Faulted.by(new CpuThrottle(), SIGNALS, percent(20), target, machine)) {
            assertThat(used()).isBetween(0.1, 0.23);
        }
        await().until(() -> !new Procfs(machine).stat(target).orElseThrow().stopped());
    }

    @Test
    void of_two_limits_the_lower_one_counts_whichever_ends_first() throws Exception {
        var rung = new CpuThrottle().rungs().get(QUOTA);
        assumeTrue(rung.missing(machine).isEmpty(), () -> rung.missing(machine).orElseThrow());
        Path home = group();
        Prepared low = rung.plan(target, percent(10), machine);
        Prepared high = rung.plan(target, percent(60), machine);
        for (var order : List.of(List.of(low, high), List.of(high, low))) {
            try (var first = new Injections(order.getFirst().steps(), target, machine);
                    var second = new Injections(order.getLast().steps(), target, machine)) {
                assertThat(first.inject()).isEmpty();
                assertThat(second.inject()).isEmpty();
                assertThat(limit()).isEqualTo(0.1);
                assertThat(first.takeBack()).isEmpty();
                assertThat(limit()).isEqualTo(order.getLast() == low ? 0.1 : 0.6);
            }
            assertThat(group()).isEqualTo(home);
        }
        assertThat(folder.resolve("run")).isDirectoryNotContaining("glob:**/throttled-*");
    }

    private double limit() {
        return CpuBandwidth.lowest(Cgroup.with("cpu", target.detail("pid"), new Procfs(machine))
                        .orElseThrow())
                .orElseThrow()
                .processors();
    }

    @Test
    void what_the_target_starts_meanwhile_goes_back_with_it() throws Exception {
        Path home = group();
        var family = new ProcessBuilder("sh", "-c", "read line; sleep 60 & echo $!; wait").start();
        try {
            Target parent = new ProcessFinder()
                    .find(Arguments.NONE.with(ProcessFinder.PID, (int) family.pid()), machine)
                    .getFirst();
            long child;
            try (var _ = Faulted.by(new CpuThrottle(), QUOTA, percent(30), parent, machine)) {
                family.getOutputStream().write('\n');
                family.getOutputStream().flush();
                child = Long.parseLong(family.inputReader().readLine());
            }
            assertThat(Cgroup.with("cpu", Long.toString(child), new Procfs(machine))
                            .orElseThrow()
                            .folder())
                    .isEqualTo(home);
        } finally {
            family.descendants().forEach(ProcessHandle::destroyForcibly);
            family.destroyForcibly();
        }
    }

    @Test
    void refuses_a_limit_that_the_targets_own_group_does_not_leave() throws Exception {
        Path top = Path.of("/sys/fs/cgroup/cpu");
        assumeTrue(machine.isRoot() && Files.exists(top.resolve("cpu.cfs_quota_us")), "needs root and cgroup v1");
        Path own = Files.createDirectory(
                top.resolve("throttle-" + ProcessHandle.current().pid()));
        try {
            Files.writeString(own.resolve("cpu.cfs_quota_us"), "30000");
            Files.writeString(own.resolve("cgroup.procs"), target.detail("pid"));
            var rung = new CpuThrottle().rungs().get(QUOTA);
            assertThat(rung.missingFor(target, percent(30), machine))
                    .contains("the control group " + own + " leaves it 0.3 processors already; ask for less than that");
            try (var _ = Faulted.by(new CpuThrottle(), QUOTA, percent(10), target, machine)) {
                assertThat(used()).isBetween(0.03, 0.12);
                assertThat(group()).hasParentRaw(own);
            }
        } finally {
            end();
            await().ignoreExceptions().until(() -> Files.deleteIfExists(own));
        }
    }

    @Test
    void refuses_what_is_no_limit_too_little_for_the_kernel_or_out_of_range() {
        int all = Runtime.getRuntime().availableProcessors();
        Arguments none = Arguments.NONE.with(CpuThrottle.PERCENT, new Percent(100));
        Arguments little = percent(1).with(CpuThrottle.PERIOD, Duration.ofMillis(50));
        for (var rung : new CpuThrottle().rungs()) {
            assertThat(rung.missingFor(target, none, machine))
                    .get()
                    .asString()
                    .contains(all + " processors are no limit for", "ask for less");
            assertThat(rung.missingFor(target, little, machine))
                    .contains("0.01 processors in a period of 50 ms are less than the least quota of 1 ms;"
                            + " ask for more, or for a longer period");
        }
        for (String bad : List.of("0%", "101%", "50")) {
            assertThatThrownBy(() -> CpuThrottle.PERCENT.type().parse(new Json.Str(bad)))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining("percentage");
        }
        assertThatThrownBy(() -> CpuThrottle.PERIOD.type().parse(new Json.Str("5ms")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("10 ms");
    }
}
