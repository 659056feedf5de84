package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs cgroup v2, on a kernel that has nothing else. */
class UnifiedGroupsTest {
    @TempDir
    Path folder;

    @Test
    void throttles_at_the_top_and_below_a_group_with_members_and_leaves_both_as_they_were() throws Exception {
        Map<String, String> result = new UnifiedGroups(folder).run(OnUnifiedGroups.class);
        assertThrottled(result, "top", "0::/");
        assertThat(result).containsEntry("top delegates", "cpu memory");
        assertThrottled(result, "service", "0::/service");
        assertThat(result).containsEntry("service delegates", "");
    }

    private static void assertThrottled(Map<String, String> result, String group, String home) {
        assertThat(result.get(group + " throttled")).contains("may use 0.1 processors;");
        assertThat(result)
                .containsEntry(group + " throttled twice", "done")
                .containsEntry(group + " take back one", "")
                .containsEntry(group + " still", "0.1")
                .containsEntry(group + " back", home)
                .containsEntry(group + " left", "[]");
    }
}
