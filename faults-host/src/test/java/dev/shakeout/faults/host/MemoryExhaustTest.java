package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryExhaustTest {
    private static final Arguments SOON = Arguments.NONE.with(MemoryExhaust.GRACE, Duration.ofMillis(300));

    @TempDir
    Path folder;

    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    @Test
    void the_kernels_own_killer_ends_the_target_and_says_so() throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false);
                var fault = Faulted.by(new MemoryExhaust(), 0, Arguments.NONE, server.target, machine)) {
            assertThat(fault.on().words()).contains("the kernel's OOM killer ended");
            assertThat(server.process().waitFor()).as("128 + SIGKILL").isEqualTo(137);
        }
    }

    @Test
    void without_root_a_process_that_survives_is_ended_after_its_grace_and_the_words_tell() throws Exception {
        var idle = new ProcessBuilder("sleep", "60").start();
        try (var fault = Faulted.by(new MemoryExhaust(), 1, SOON, target(idle), machine)) {
            assertThat(fault.on().words()).contains("outlived its grace");
            assertThat(idle.waitFor()).as("128 + SIGKILL").isEqualTo(137);
        } finally {
            idle.destroyForcibly();
        }
    }

    private Target target(Process process) {
        return new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                .getFirst();
    }

    @Test
    void without_root_a_process_that_needs_memory_fails_by_itself_and_the_words_tell() throws Exception {
        Arguments patient = Arguments.NONE.with(MemoryExhaust.GRACE, Duration.ofSeconds(30));
        // Doubles its memory twenty times a second, and dies of the first allocation that fails.
        var process = new ProcessBuilder("sh", "-c", "v=0123456789; while sleep 0.05; do v=$v$v; done").start();
        try {
            try (var fault = Faulted.by(new MemoryExhaust(), 1, patient, target(process), machine)) {
                assertThat(fault.on().words()).contains("ended by itself");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_target_that_is_left_alive_gets_its_limit_back() throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            var limit = new MemoryExhaust().rungs().get(1).plan(server.target, SOON, machine);
            var step = limit.steps().getFirst();
            assertThat(machine.processes().run(step.change().argv()).ok()).isTrue();
            assertThat(softLimit(server)).isNotEqualTo("unlimited");
            assertThat(machine.processes().run(step.undo().orElseThrow().argv()).ok())
                    .isTrue();
            assertThat(softLimit(server)).isEqualTo("unlimited");
        }
    }

    private String softLimit(Disposable server) {
        return new Procfs(machine)
                .lines(server.target.detail("pid") + "/limits").stream()
                        .filter(line -> line.startsWith("Max address space"))
                        .map(line -> line.split("\\s{2,}", -1)[1])
                        .findFirst()
                        .orElseThrow();
    }
}
