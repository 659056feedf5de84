package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine that has learnt that its user is not root. */
class WithoutRootTest {
    @TempDir
    Path folder;

    private static Machine withoutRoot(Machine machine) {
        return new Machine(
                machine.root(),
                machine.processes(),
                machine.clock(),
                machine.folders(),
                machine.java(),
                machine.environment(),
                machine.links(),
                new java.util.concurrent.ConcurrentHashMap<>(Map.of("root", false)));
    }

    private static Optional<String> rung(Fault fault, Arguments arguments, Disposable server, Machine machine) {
        return fault.rungs().stream()
                .filter(rung -> rung.missing(machine)
                        .or(() -> rung.missingFor(server.target, arguments, machine))
                        .isEmpty())
                .map(Rung::name)
                .findFirst();
    }

    @Test
    void every_fault_on_a_process_of_the_same_user_still_has_a_rung() throws Exception {
        Machine machine = withoutRoot(Machines.in(folder));
        Arguments delay = Arguments.NONE.with(NetworkDelay.LATENCY, Duration.ofMillis(10));
        try (var server = Disposable.server(machine, "127.0.0.1", false);
                var proxy = DeclaredProxy.to(server.port, folder.resolve("link"), machine)) {
            assertThat(rung(new ProcessKill(), Arguments.NONE, server, machine)).contains("signal");
            assertThat(rung(new ProcessPause(), Arguments.NONE, server, machine))
                    .contains("signal");
            assertThat(rung(new CpuLoad(), Arguments.NONE, server, machine)).isPresent();
            assertThat(rung(new MemoryExhaust(), Arguments.NONE, server, machine))
                    .contains("resource limit (prlimit), then SIGKILL");
            assertThat(rung(new NetworkDelay(), delay, server, machine)).isEmpty();

            Machine declared = machine.withLinks(Map.of(server.target.name(), proxy.folder));
            assertThat(rung(new NetworkDelay(), delay, server, declared)).contains("declared proxy");
            assertThat(rung(new NetworkBlock(), Arguments.NONE, server, declared))
                    .contains("declared proxy");
        }
    }

    @Test
    void what_needs_root_says_so() {
        Machine machine = withoutRoot(Machines.in(folder));
        var names = List.of(
                "kernel (tc netem)", "user-space proxy (nftables redirect)", "kernel (nftables reject or drop)");
        for (Fault fault : List.of(new NetworkDelay(), new NetworkBlock())) {
            fault.rungs().stream()
                    .filter(rung -> names.contains(rung.name()))
                    .forEach(rung ->
                            assertThat(rung.missing(machine)).as(rung.name()).contains("not root"));
        }
    }
}
