package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read wrongly, and of which something else is told than is true, on a disk of the test's own. */
class WrongFilesTest {
    private static final int LENGTH = 100_000;

    @TempDir
    Path folder;

    private Machine machine;
    private Target host;
    private Disk disk;
    private Path data;

    @BeforeEach
    void start() throws IOException {
        machine = Machines.in(folder);
        host = new HostFinder().find(Arguments.NONE, machine).getFirst();
        disk = new Disk(folder.resolve("disk"), machine);
        data = Files.createDirectory(disk.path().resolve("data"));
    }

    @AfterEach
    void end() {
        disk.close();
    }

    private static FileAttributes attributes(Json json) {
        return new FileAttributes.Kind().parse(json);
    }

    @Test
    void someBytesThatAreReadAreZerosAndNoneOnTheDiskIs() throws Exception {
        byte[] right = new byte[LENGTH];
        Arrays.fill(right, (byte) 'x');
        Path file = Files.write(data.resolve("file"), right);
        Arguments zeros = Arguments.NONE
                .with(DiskCorrupt.PATH, data.toString())
                .with(DiskCorrupt.FILLING, "zero")
                .with(DiskCorrupt.PLACES, 3)
                .with(DiskCorrupt.LENGTH, 5);
        try (var _ = Faulted.by(new DiskCorrupt(), 0, zeros, host, machine)) {
            byte[] read = Files.readAllBytes(file);
            assertThat(read).hasSameSizeAs(right).contains((byte) 0);
            assertThat(count(read, (byte) 'x') + count(read, (byte) 0)).isEqualTo(LENGTH);
            assertThat(count(read, (byte) 0)).isLessThan(LENGTH / 10);
            Files.write(data.resolve("other"), right);
        }
        assertThat(file).hasBinaryContent(right);
        assertThat(data.resolve("other")).hasBinaryContent(right);
    }

    private static int count(byte[] bytes, byte one) {
        int count = 0;
        for (byte each : bytes) {
            count += each == one ? 1 : 0;
        }
        return count;
    }

    @Test
    void aShareOfTheReadsIsWrong() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "right");
        Arguments some =
                Arguments.NONE.with(DiskCorrupt.PATH, data.toString()).with(FileCalls.PERCENT, new Percent(30));
        try (var _ = Faulted.by(new DiskCorrupt(), 0, some, host, machine)) {
            int wrong = 0;
            for (int i = 0; i < 1000; i++) {
                wrong += Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                                .equals("right")
                        ? 0
                        : 1;
            }
            assertThat(wrong).as("of 1000 at 30%, six standard deviations wide").isBetween(213, 387);
        }
        assertThat(file).hasContent("right");
    }

    @Test
    void otherAttributesAreToldThanAFileHas() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "content");
        var rights = Files.getPosixFilePermissions(file);
        Instant past = Instant.parse("2001-02-03T04:05:06Z");
        Arguments told = Arguments.NONE
                .with(DiskAttributes.PATH, data.toString())
                .with(
                        DiskAttributes.ATTRIBUTES,
                        attributes(Json.object(
                                "mode",
                                "0640",
                                "uid",
                                4711,
                                "gid",
                                4712,
                                "links",
                                7,
                                "size",
                                3,
                                "modified",
                                past.toString())));
        try (var on = Faulted.by(new DiskAttributes(), 0, told, host, machine)) {
            assertThat(on.on().value()).isEqualTo(6);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r-----");
            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(4711);
            assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(4712);
            assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(7);
            assertThat(Files.size(file)).isEqualTo(3);
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(past));
            assertThat(Files.isRegularFile(file)).isTrue();
        }
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(rights);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
        assertThat(file).hasContent("content");
    }

    @Test
    void attributesThatThereAreNotAreRefused() {
        FileAttributes some = attributes(Json.object("mode", "0440", "uid", 3));
        assertThat(some.words()).isEqualTo("mode 0440, uid 3");
        assertThat(attributes(Json.of(some.toString()))).isEqualTo(some);
        assertThatThrownBy(() -> attributes(Json.object("mod", "0440")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("did you mean 'mode'");
        assertThatThrownBy(() -> attributes(Json.object("mode", "rw-")))
                .hasMessageContaining("'rw-' is not rights in octal");
        assertThatThrownBy(() -> attributes(Json.object("mode", 440))).hasMessageContaining("put it into quotes");
        assertThatThrownBy(() -> attributes(Json.object("modified", "2026-13-01T00:00:00Z")))
                .hasMessageContaining("is not when it was written last");
        assertThatThrownBy(() -> attributes(Json.Obj.EMPTY)).hasMessageContaining("must be a map of some of");
    }
}
