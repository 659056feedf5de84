package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs cgroup v2, on a kernel that has nothing else. */
class UnifiedGroupsTest {
    @TempDir
    Path folder;

    @Test
    void throttles_fills_presses_and_exhausts_within_the_groups_there_are_and_leaves_them_as_they_were()
            throws Exception {
        Map<String, String> result =
                Uml.in(folder).run("""
                ip link set lo up
                mount -t cgroup2 cgroup /sys/fs/cgroup
                echo +memory +cpu +pids >/sys/fs/cgroup/cgroup.subtree_control
                java --enable-native-access=ALL-UNNAMED %s %s
                """.formatted(OnUnifiedGroups.class.getName(), folder), Duration.ofSeconds(120));
        assertThrottled(result, "top", "0::/");
        assertThat(result).containsEntry("top delegates", "cpu memory pids");
        assertThrottled(result, "service", "0::/service");
        assertThat(result).containsEntry("service delegates", "");
        assertExhausted(result, "top", "0::/");
        assertExhausted(result, "service", "0::/service");
        assertThat(result.get("pressed")).contains("pages a second were taken away too soon");
        assertThat(result).containsEntry("pressed back", "0::/service").containsEntry("pressed left", "[]");
        assertThat(result.get("filled")).contains("MiB held of");
        assertThat(Long.parseLong(result.getOrDefault("filled of the group", "0")) >> 20)
                .as("half of the 400 MiB of the group, in MiB, less the pages of files that others have read first")
                .isBetween(140L, 260L);
        assertThat(result).containsEntry("filled left", "[]");
        assertThat(result.get("limited"))
                .contains("may use 0.1 processors", "may use 64 MiB of memory", "no page more could be had");
        assertThat(result.get("limited wider")).contains("no more than 0.1 processors already");
        assertThat(result)
                .containsEntry("limit refused", "no")
                .containsEntry("limiting", "done")
                .containsEntry("limited gone", "true")
                .containsEntry("limits back", "max 100000, max");
    }

    private static void assertExhausted(Map<String, String> result, String group, String home) {
        assertThat(result)
                .containsEntry(group + " exhausted", "it cannot: no more processes")
                .containsEntry(group + " exhausted twice", "done")
                .containsEntry(group + " exhausted back one", "")
                .containsEntry(group + " exhausted still", "bites")
                .containsEntry(group + " exhausted gone", "true")
                .containsEntry(group + " exhausted back", home)
                .containsEntry(group + " exhausted left", "[]");
    }

    private static void assertThrottled(Map<String, String> result, String group, String home) {
        assertThat(result.get(group + " throttled")).contains("may use 0.1 processors;");
        assertThat(result)
                .containsEntry(group + " throttled twice", "done")
                .containsEntry(group + " take back one", "")
                .containsEntry(group + " still", "bites")
                .containsEntry(group + " back", home)
                .containsEntry(group + " left", "[]");
    }
}
