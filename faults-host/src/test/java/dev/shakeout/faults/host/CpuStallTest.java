package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuStallTest {
    private static final Arguments MOST_OF_THE_TIME = Arguments.NONE.with(CpuStall.PERCENT, new Percent(60));

    @TempDir
    Path folder;

    private Machine machine;
    private Process process;
    private Target target;

    @BeforeEach
    void start() throws IOException {
        machine = Machines.in(folder);
        process = new ProcessBuilder("sleep", "60").start();
        target = new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                .getFirst();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private Prepared plan(Arguments arguments) {
        return new CpuStall().rungs().getFirst().plan(target, arguments, machine);
    }

    /** Seen in samples, in percent. */
    private double stoppedFor(Duration window) {
        long end = System.nanoTime() + window.toNanos();
        int stopped = 0;
        int samples = 0;
        for (; System.nanoTime() < end; samples++) {
            stopped += stopped() ? 1 : 0;
            LockSupport.parkNanos(1_370_000);
        }
        return 100.0 * stopped / samples;
    }

    private boolean stopped() {
        return new Procfs(machine).stat(target).orElseThrow().stopped();
    }

    @Test
    void stops_for_the_share_that_was_asked_for() throws Exception {
        try (var _ = Faulted.by(new CpuStall(), 0, MOST_OF_THE_TIME, target, machine)) {
            assertThat(stoppedFor(Duration.ofSeconds(2))).isCloseTo(60, within(6.0));
        }
        assertThat(stoppedFor(Duration.ofMillis(200))).isZero();
    }

    @Test
    void grows_to_its_share() throws Exception {
        try (var fault = Faulted.by(
                new CpuStall(), 0, MOST_OF_THE_TIME.with(CpuStall.RAMP, Duration.ofSeconds(2)), target, machine)) {
            assertThat(fault.on().value()).isBetween(30.0, 55.0);
        }
    }

    @Test
    void a_pause_meanwhile_is_a_pause_and_both_end_on_their_own() throws Exception {
        var pause = new ProcessPause().rungs().getFirst().plan(target, Arguments.NONE, machine);
        try (var stall = Faulted.by(new CpuStall(), 0, MOST_OF_THE_TIME, target, machine)) {
            try (var paused = new Injections(pause.steps(), target, machine)) {
                assertThat(paused.inject()).isEmpty();
                assertThat(stoppedFor(Duration.ofMillis(500))).isGreaterThan(98);
            }
            assertThat(stoppedFor(Duration.ofSeconds(1))).isBetween(40.0, 80.0);
            assertThat(stall.injections().takeBack()).isEmpty();
            assertThat(stopped()).isFalse();
        }
        assertThat(folder.resolve("run")).isDirectoryNotContaining("glob:**/paused-*");
    }

    @Test
    void a_stall_that_ends_within_a_pause_leaves_the_process_stopped() throws Exception {
        var stall = plan(MOST_OF_THE_TIME);
        try (var _ = Faulted.by(new ProcessPause(), 0, Arguments.NONE, target, machine)) {
            try (var stalled = new Injections(stall.steps(), target, machine)) {
                assertThat(stalled.inject()).isEmpty();
            }
            assertThat(stoppedFor(Duration.ofMillis(300))).isEqualTo(100);
        }
        assertThat(stopped()).isFalse();
    }

    @Test
    void a_process_that_someone_else_has_stopped_is_left_alone() throws Exception {
        machine.processes().run(SameProcess.command(target, "kill -s STOP \"$1\""));
        await().until(this::stopped);
        try (var on = new Injections(plan(MOST_OF_THE_TIME).steps(), target, machine)) {
            assertThat(on.inject()).get().asString().contains("stopped already, and not by Shakeout");
        }
        assertThat(stopped()).isTrue();
    }

    @Test
    void the_child_lets_go_when_whoever_started_it_is_gone() throws Exception {
        var steps = plan(MOST_OF_THE_TIME.with(CpuStall.PERIOD, Duration.ofSeconds(50)))
                .steps();
        assertThat(machine.processes().run(steps.getFirst().change().argv()).ok())
                .isFalse(); // no runtime folder yet
        assertThat(folder.resolve("run").toFile().mkdirs()).isTrue();
        assertThat(machine.processes().run(steps.getFirst().change().argv()).ok())
                .isTrue();
        var child = new ProcessBuilder(steps.getLast().change().argv()).start();
        assertThat(child.inputReader().readLine()).isEqualTo("ready");
        await().until(this::stopped);
        child.getOutputStream().close();
        assertThat(child.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped()).isFalse();
    }

    @Test
    void refuses_what_no_timer_can_do_and_what_is_out_of_range() {
        var rung = new CpuStall().rungs().getFirst();
        Arguments tooShort =
                Arguments.NONE.with(CpuStall.PERCENT, new Percent(2)).with(CpuStall.PERIOD, Duration.ofMillis(20));
        assertThat(rung.missingFor(target, tooShort, machine))
                .contains("2% of a period of 20 ms leaves less than 1 ms to stop or to run; ask for a longer period");
        for (String share : java.util.List.of("0%", "100%", "50")) {
            assertThatThrownBy(() -> CpuStall.PERCENT.type().parse(new Json.Str(share)))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining("percentage");
        }
        for (String period : java.util.List.of("1ms", "2min", "100")) {
            assertThatThrownBy(() -> CpuStall.PERIOD.type().parse(new Json.Str(period)))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining("duration");
        }
    }
}
