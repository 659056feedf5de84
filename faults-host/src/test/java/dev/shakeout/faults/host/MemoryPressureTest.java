package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryPressureTest {
    private static final Arguments HALF = Arguments.NONE.with(MemoryPressure.PERCENT, new Percent(50));

    @TempDir
    Path folder;

    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    @Test
    void memory_is_reclaimed_around_the_target_all_the_while_and_the_target_lives_on() throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            Path home = group(server);
            try (var fault = Faulted.by(new MemoryPressure(), 0, HALF, server.target, machine)) {
                assertThat(group(server)).isNotEqualTo(home);
                assertThat(fault.prepared().effect().read().value()).isGreaterThan(1);
                assertThat(fault.on().words()).contains("pages a second were taken away too soon");
                assertThat(Exchange.with("127.0.0.1", server.port, java.time.Duration.ofSeconds(5))
                                .outcome())
                        .isEqualTo(Exchange.Outcome.ANSWERED);
            }
            assertThat(group(server)).isEqualTo(home);
        }
    }

    private Path group(Disposable server) {
        return Cgroup.with("memory", server.target.detail("pid"), new Procfs(machine))
                .orElseThrow()
                .folder();
    }

    @Test
    void refuses_a_share_out_of_range_or_without_its_sign() {
        for (String bad : List.of("0%", "101%", "50")) {
            assertThatThrownBy(() -> MemoryPressure.PERCENT.type().parse(new Json.Str(bad)))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining("percentage");
        }
    }

    @Test
    void refuses_a_group_that_is_too_full_for_it() throws Exception {
        Path top = Path.of("/sys/fs/cgroup/memory");
        assumeTrue(Files.isWritable(top.resolve("memory.limit_in_bytes")), "needs root and cgroup v1");
        Path own = Files.createDirectory(
                top.resolve("pressure-" + ProcessHandle.current().pid()));
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            Files.writeString(own.resolve("memory.limit_in_bytes"), Long.toString(128L << 20));
            Files.writeString(own.resolve("cgroup.procs"), server.target.detail("pid"));
            assertThat(new MemoryPressure().rungs().getFirst().missingFor(server.target, HALF, machine))
                    .get()
                    .asString()
                    .contains("192 MiB is more than 90% of the", "whose limit is 128 MiB");
        } finally {
            org.awaitility.Awaitility.await().ignoreExceptions().until(() -> Files.deleteIfExists(own));
        }
    }
}
