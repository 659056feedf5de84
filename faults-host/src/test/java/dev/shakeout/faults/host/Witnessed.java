package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Stop;
import dev.shakeout.engine.Trial;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a process in a network and a file system of its own, and what the witness says of them. */
abstract class Witnessed {
    /** A run that must answer for nothing but what it names. */
    static final Catalog WITNESSED = new Catalog(Map.of(), Map.of(), Map.of(), Map.of("host", new HostWitness()));

    @TempDir
    Path folder;

    Machine machine;
    Process process;
    Target target;

    @BeforeEach
    void start() throws IOException {
        machine = Machines.in(folder);
        assumeTrue(machine.isRoot(), "needs root to make namespaces");
        process = new ProcessBuilder(
                        "unshare", "--net", "--mount", "sh", "-c", "ip link set lo up; echo up; exec sleep 600")
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        await().until(() -> process.info().command().orElse("").endsWith("sleep"));
        target = new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                .getFirst();
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    Journal run(Step... steps) {
        return new Trial(WITNESSED, machine, "test")
                .of("test/forgets", "rung", target, Prepared.of(List.of(steps), new Obedient()), new Stop());
    }

    Witness.Sight look(Step... steps) throws IOException {
        var injection = new Injection(
                "i1", "test", "test/forgets", target, "rung", List.of(steps), "", List.of(), Optional.empty());
        return new HostWitness().look(new Witness.Scope("test-run", List.of(injection)), machine);
    }

    Step inNetwork(String script, String... arguments) {
        return Step.command(
                "change the network",
                NetNamespace.of(target, machine).shell(script, List.of(arguments)),
                Inverse.of(":"));
    }
}
