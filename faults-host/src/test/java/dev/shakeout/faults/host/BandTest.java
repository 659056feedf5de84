package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Step;
import dev.shakeout.testbed.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BandTest {
    /** What tc prints for a delay of ours on a loopback. */
    private static final String THERE = """
            qdisc htb 5ca0: dev lo root refcnt 2 r2q 10 default 0 direct_packets_stat 0 direct_qlen 1000
            qdisc netem 1001: dev lo parent 5ca0:1001 limit 100000 delay 200ms
            """;

    @Test
    void noTwoInjectionsHaveOneHandleAsWhoeverTakesBackRemovesWhatHasIt() {
        var next = new AtomicInteger();
        assertThat(Band.free(THERE, next::getAndIncrement)).isEqualTo("1000");
        assertThat(Band.free(THERE, next::getAndIncrement)).isEqualTo("1002");
        assertThat(Band.free(THERE, next::getAndIncrement)).isEqualTo("1003");
        assertThat(Band.free("", () -> Integer.MIN_VALUE)).isEqualTo("1000");
    }

    @Test
    void whoeverLeavesLastTakesNobodyAlongWhoComesMeanwhile(@TempDir Path folder) {
        assertThat(InNamespace.run(Meanwhile.class, folder, Machines.in(folder)))
                .contains("second is there: true")
                .contains("left: []");
    }

    /** The second one comes when the first is about to take the root away, which takes long here. */
    public static final class Meanwhile {
        private static final String SLOW = """
                #!/bin/sh
                case "$*" in "qdisc del dev lo root"*) touch "$0.deleting" && sleep 0.5 ;; esac
                PATH=/usr/sbin:/sbin:/usr/bin:/bin exec tc "$@"
                """;

        private Meanwhile() {}

        public static void main(String[] arguments) throws Exception {
            Path tc = Program.script(Path.of(arguments[0]).resolve("tc"), SLOW);
            Machine machine = Machines.in(Path.of(arguments[0]));
            var namespace = NetNamespace.own();
            Step first = Band.fresh(List.of("blackhole"), namespace, machine).step("lo", namespace);
            Band late = Band.fresh(List.of("blackhole"), namespace, machine);
            Step second = late.step("lo", namespace);
            assertThat(machine.processes().run(first.change().argv()).ok()).isTrue();
            var removing = new ProcessBuilder(first.undo().orElseThrow().argv());
            removing.environment().put("PATH", tc.getParent() + ":" + System.getenv("PATH"));
            Process remover = removing.inheritIO().start();
            await().until(() -> Files.exists(tc.resolveSibling("tc.deleting")));
            assertThat(machine.processes().run(second.change().argv()).ok()).isTrue();
            assertThat(remover.waitFor()).isZero();
            System.out.println("second is there: " + shown(machine).contains("qdisc blackhole " + late.handle()));
            machine.processes().run(second.undo().orElseThrow().argv());
            System.out.println("left: "
                    + RootQdisc.all(namespace, machine).values().stream()
                            .filter(RootQdisc::ours)
                            .toList());
        }

        private static String shown(Machine machine) {
            return machine.processes()
                    .run(NetNamespace.own().shell("exec tc qdisc show", List.of()))
                    .output();
        }
    }
}
