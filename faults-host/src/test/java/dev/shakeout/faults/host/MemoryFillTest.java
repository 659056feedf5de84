package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFillTest {
    private static final double MEBIBYTE = 1024 * 1024;
    private static final Rung RUNG = new MemoryFill().rungs().getFirst();

    @TempDir
    Path folder;

    private Machine machine;
    private Target host;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
        host = new HostFinder().find(Arguments.NONE, machine).getFirst();
    }

    private static Arguments size(long mebibytes) {
        return Arguments.NONE.with(MemoryFill.SIZE, Bytes.mebibytes(mebibytes));
    }

    @Test
    void holds_what_was_asked_for_its_own_process_included() throws Exception {
        try (var fault = Faulted.by(new MemoryFill(), 0, size(160), host, machine)) {
            await().untilAsserted(
                            () -> assertThat(fault.prepared().effect().read().value() / MEBIBYTE)
                                    .isCloseTo(160, within(1.6)));
        }
    }

    @Test
    void grows_to_it_over_the_ramp() throws Exception {
        long begin = System.nanoTime();
        Arguments slowly = size(160).with(MemoryFill.RAMP, Duration.ofSeconds(2));
        try (var _ = Faulted.by(new MemoryFill(), 0, slowly, host, machine)) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1900));
        }
    }

    @Test
    void grows_on_at_that_pace_when_it_is_to() throws Exception {
        Arguments on = size(96).with(MemoryFill.RAMP, Duration.ofSeconds(1)).with(MemoryFill.MODE, "growing");
        try (var fault = Faulted.by(new MemoryFill(), 0, on, host, machine)) {
            await().until(() -> fault.prepared().effect().read().value() > 150 * MEBIBYTE);
        }
    }

    @Test
    void beside_a_process_it_counts_in_that_process_own_group_and_its_limit_is_what_a_percentage_is_of()
            throws Exception {
        try (var limited = Limited.to(512)) {
            Target target = limited.target(machine);
            Arguments quarter = Arguments.NONE.with(MemoryFill.PERCENT, new Percent(25));
            try (var fault = Faulted.by(new MemoryFill(), 0, quarter, target, machine)) {
                assertThat(fault.on().value() / MEBIBYTE).isCloseTo(128, within(3.0));
                assertThat(Long.parseLong(Files.readString(limited.group.resolve("memory.usage_in_bytes"))
                                        .strip())
                                / MEBIBYTE)
                        .isBetween(80.0, 135.0);
                assertThat(fault.prepared().notes().getFirst()).contains(limited.group.toString());
            }
            assertThat(RUNG.missingFor(target, size(500), machine))
                    .get()
                    .asString()
                    .matches("500 MiB is more than 90% of the [45]\\d\\d MiB that are available in the control group "
                            + limited.group + ", whose limit is 512 MiB; ask for less");
            Machine other = new Machine(
                    machine.root(),
                    machine.processes(),
                    machine.clock(),
                    machine.folders(),
                    machine.java(),
                    machine.environment(),
                    machine.links(),
                    new ConcurrentHashMap<>(Map.of("root", false)));
            assertThat(RUNG.missingFor(target, size(64), other))
                    .get()
                    .asString()
                    .contains("not root, so it would take the memory of the host");
        }
    }

    @Test
    void refuses_to_take_the_memory_that_the_host_lives_on() {
        Arguments all = Arguments.NONE.with(MemoryFill.SIZE, new Bytes(1L << 45));
        assertThat(RUNG.missingFor(host, all, machine))
                .get()
                .asString()
                .contains("more than 90%", "that are available");
        var command = new ArrayList<>(machine.java());
        command.addAll(List.of(MemoryHog.class.getName(), "--bytes=" + (1L << 45)));
        assertThat(machine.processes().run(command).output()).contains("more than 90%");
    }

    @Test
    void refuses_to_grow_at_no_pace_and_what_is_out_of_range_or_has_no_unit() {
        assertThat(RUNG.missingFor(host, size(64).with(MemoryFill.MODE, "growing"), machine))
                .contains("growing needs a ramp, which says how fast; give one, such as 1min");
        assertThatThrownBy(() -> MemoryFill.SIZE.type().parse(new Json.Str("400")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("unit");
        assertThatThrownBy(() -> MemoryFill.SIZE.type().parse(new Json.Str("1KiB")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("1 MiB");
        assertThatThrownBy(() -> MemoryFill.PERCENT.type().parse(new Json.Str("95%")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("90%");
        assertThatThrownBy(() -> MemoryFill.RAMP.type().parse(new Json.Str("10")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("duration");
        assertThatThrownBy(() -> MemoryFill.MODE.type().parse(new Json.Str("shrinking")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("growing");
    }

    /** A process in a memory control group of its own. */
    private record Limited(Process process, Path group) implements AutoCloseable {
        static Limited to(long mebibytes) throws IOException {
            Path top = Path.of("/sys/fs/cgroup/memory");
            assumeTrue(Files.isWritable(top.resolve("memory.limit_in_bytes")), "needs root and cgroup v1");
            Path group = Files.createDirectory(
                    top.resolve("fill-" + ProcessHandle.current().pid()));
            var process = new ProcessBuilder("sleep", "60").start();
            Files.writeString(group.resolve("memory.limit_in_bytes"), Long.toString(mebibytes << 20));
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
            return new Limited(process, group);
        }

        Target target(Machine machine) {
            return new ProcessFinder()
                    .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                    .getFirst();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
            await().ignoreExceptions().until(() -> Files.deleteIfExists(group));
        }
    }
}
