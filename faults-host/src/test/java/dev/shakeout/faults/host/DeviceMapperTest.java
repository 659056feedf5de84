package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow and failing requests to a volume, on a kernel with a device mapper. */
class DeviceMapperTest {
    private static final Path MODULES = Path.of("/usr/lib/uml/modules");

    @TempDir
    Path folder;

    @Test
    void requests_to_a_volume_are_slow_or_fail_for_files_that_are_open_too_and_its_table_comes_back() throws Exception {
        assumeTrue(Files.isDirectory(MODULES), "needs a kernel with a device mapper: install user-mode-linux");
        for (String tool : List.of("dmsetup", "losetup", "mkfs.ext4")) {
            assumeTrue(Machine.local().tool(tool).isPresent(), "needs " + tool);
        }

        Map<String, String> result = boot();

        assertRefusals(result);
        assertThat(result.get("table before")).matches("\\d+ \\d+ linear 7:0 0 / \\d+ \\d+ linear 7:0 \\d+");
        assertThat(result.get("table meanwhile"))
                .matches(
                        "\\d+ \\d+ delay 7:0 0 300 7:0 0 300 7:0 0 0 / \\d+ \\d+ delay 7:0 (\\d+) 300 7:0 \\1 300 7:0 \\1 0");
        assertThat(Long.parseLong(result.get("sync before"))).isLessThan(300);
        assertThat(Long.parseLong(result.get("sync meanwhile"))).isBetween(300L, 3000L);
        assertThat(Long.parseLong(result.get("sync after"))).isLessThan(300);
        assertThat(Long.parseLong(result.get("took")))
                .as("milliseconds to take it back")
                .isLessThan(2000);
        assertThat(result)
                .containsEntry("same uuid", "36")
                .containsEntry("taken back", "")
                .containsEntry("table restored", "true")
                .containsEntry("slow left", "[]");
        assertThat(result)
                .containsEntry("second", "none")
                .containsEntry("one", "done")
                .containsEntry("two", "done")
                .containsEntry("three", "done")
                .containsEntry("first back", "")
                .containsEntry("again back", "status 0")
                .containsEntry("second back", "")
                .containsEntry("all back", "true");
        assertThat(result.get("table of three")).contains(" delay 7:0 0 325 7:0 0 325 7:0 0 0");
        assertThat(result.get("table of two")).contains(" delay 7:0 0 25 7:0 0 25 7:0 0 0");
        assertThat(result.get("table of one")).contains(" delay 7:0 0 20 7:0 0 20 7:0 0 0");
        assertThat(result.get("half way")).startsWith("true, inactive: 0 65536 delay");
        assertThat(result.get("table beside")).contains(" delay 7:0 0 25 7:0 0 25 7:0 0 0");
        assertThat(result)
                .containsEntry("earlier", "done")
                .containsEntry("later", "done")
                .containsEntry("earlier back", "")
                .containsEntry("later back", "")
                .containsEntry("half way without", "true")
                .containsEntry("half way back", "true")
                .containsEntry("replaced", "done")
                .containsEntry("replaced back", "")
                .containsEntry("replaced stays", "true")
                .containsEntry("changed stays", "true")
                .containsEntry("notes", "0");
        assertThat(result.get("changed before")).contains("has been changed by somebody else");
        assertThat(result.get("refused parts")).contains("has parts of kind delay");
        assertThat(result).containsEntry("failing", "2 of 2 failed").containsEntry("failing restored", "true");
        assertThat(result.get("read meanwhile")).contains("Input/output error");
        assertThat(result.get("read after")).doesNotContain("error");
        assertThat(result).containsEntry("state", "clean");
    }

    private static void assertRefusals(Map<String, String> result) {
        assertThat(result).containsEntry("plain", "none").containsEntry("somebody's root", "up");
        assertThat(result.get("refused inner")).contains("all of the file system at /run/data would suffer");
        assertThat(result.get("refused elsewhere")).contains("does not lie on a device of the device mapper");
        assertThat(result.get("refused share")).contains("all requests, not to 50%");
        assertThat(result.get("refused long")).contains("held for longer than 5 s");
        assertThat(result.get("refused calls")).contains("no rename");
        assertThat(result.get("refused writable")).contains("is mounted for writing");
        assertThat(result.get("refused errno")).contains("with EIO, not with ENOSPC");
        assertThat(result.get("refused twice mounted")).contains("is also mounted at /run/elsewhere");
        assertThat(result.get("refused root")).contains("carries the root file system");
    }

    /** A volume of two parts, as LVM makes them. */
    private Map<String, String> boot() throws Exception {
        return Uml.in(folder)
                .run(
                        """
                java --enable-native-access=ALL-UNNAMED %s %s loop dm-mod dm-delay
                truncate -s 64M /run/disk
                losetup /dev/loop0 /run/disk
                printf '0 65536 linear 7:0 0\\n65536 65536 linear 7:0 65536\\n' | DM_DISABLE_UDEV=1 dmsetup create test-data
                mkfs.ext4 -q /dev/mapper/test-data
                mkdir /run/data
                mount /dev/mapper/test-data /run/data
                java %s %s /run/data
                """.formatted(KernelModule.class.getName(), MODULES, OnDeviceMapper.class.getName(), folder),
                        Duration.ofSeconds(300));
    }
}
