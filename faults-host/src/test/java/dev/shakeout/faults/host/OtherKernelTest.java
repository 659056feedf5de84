package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs netem or cgroup v2, on a kernel that has them: user-mode-linux boots on this host's files in seconds. */
class OtherKernelTest {
    private static final Path MODULES = Path.of("/usr/lib/uml/modules");

    @TempDir
    Path folder;

    @Test
    void breaks_the_network_by_netem_and_exhausts_memory_under_cgroup_v2_and_leaves_all_as_it_was() throws Exception {
        assumeTrue(Files.isDirectory(MODULES), "needs a kernel with netem: install user-mode-linux");

        Map<String, String> result = boot();

        assertThat(result).containsEntry("missing", "nothing");
        assertThat(result.entrySet())
                .filteredOn(entry -> entry.getKey().startsWith("without htb"))
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(entry -> assertThat(entry.getValue())
                        .as(entry.getKey())
                        .startsWith("the kernel has no module sch_htb: "));
        for (String address : List.of("127.0.0.1", "::1")) {
            assertThat(result)
                    .containsEntry(address + " inject one", "done")
                    .containsEntry(address + " inject two", "done")
                    .containsEntry(address + " bites", "true")
                    .containsEntry(address + " take back one", "")
                    .containsEntry(address + " take back two", "")
                    .containsEntry(address + " gone", "true")
                    .containsEntry(address + " left", "[]");
            assertThat(Double.parseDouble(result.get(address + " one")))
                    .as("connecting and hanging up, each delayed by 200 ms")
                    .isBetween(400.0, 900.0);
            assertThat(Double.parseDouble(result.get(address + " two")))
                    .as("the second delay of 300 ms stays when the first goes; both together would take 1000 ms")
                    .isBetween(600.0, 999.0);
        }
        assertStruck(result);
        assertExhausted(result, "top");
        assertExhausted(result, "service");
    }

    /** Every way of the kernel's own that needs no nftables: reject is the one that does. */
    private static void assertStruck(Map<String, String> result) {
        for (String fault : List.of("delay", "loss", "duplicate", "corrupt", "reorder", "bandwidth")) {
            assertThat(result).containsKey("network/" + fault + " on process by kernel (tc netem) bites");
        }
        for (String fault : List.of("loss", "blackhole", "partition", "bandwidth")) {
            assertThat(result)
                    .anySatisfy((what, _) -> assertThat(what)
                            .startsWith("network/" + fault + " on process by kernel (")
                            .doesNotContain("netem")
                            .endsWith("bites"));
        }
        for (String fault : List.of("loss", "duplicate")) {
            assertThat(Integer.parseInt(result.get("correlated " + fault)))
                    .as("of 10000 at 10%% with a correlation of 40%%, six standard deviations wide")
                    .isBetween(720, 1280);
        }
        assertThat(result)
                .anySatisfy((what, seen) -> {
                    assertThat(what).startsWith("dns/error on process by").endsWith("bites");
                    assertThat(seen).contains("NXDOMAIN: 100 %");
                })
                .containsEntry("network left", "[]");
    }

    private static void assertExhausted(Map<String, String> result, String group) {
        assertThat(result.get(group + " exhausted")).contains("the kernel's OOM killer ended");
        assertThat(result).containsEntry(group + " left", "[]");
    }

    private Map<String, String> boot() throws IOException, InterruptedException {
        return Uml.in(folder)
                .run(
                        """
                java --enable-native-access=ALL-UNNAMED %s %s crc-ccitt ipv6 sch_netem sch_tbf x_tables xt_tcpudp xt_CLASSIFY xt_statistic xt_multiport ip_tables iptable_mangle ip6_tables ip6table_mangle xt_comment nfnetlink nfnetlink_queue xt_NFQUEUE
                ip link set lo up
                mount -t cgroup2 cgroup /sys/fs/cgroup
                echo +memory >/sys/fs/cgroup/cgroup.subtree_control
                java --enable-native-access=ALL-UNNAMED %s %s %s
                """.formatted(
                                KernelModule.class.getName(), MODULES, OnOtherKernel.class.getName(), folder, MODULES),
                        Duration.ofSeconds(400));
    }
}
