package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be done any more on a disk of the test's own, and what is refused before anything is done. */
class DiskFaultsTest {
    private static final Bytes NO_FLOOR = new Bytes(0);

    @TempDir
    Path folder;

    private Machine machine;
    private Target host;
    private Disk disk;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
        host = new HostFinder().find(Arguments.NONE, machine).getFirst();
        disk = new Disk(folder.resolve("disk"), machine);
    }

    @AfterEach
    void end() {
        disk.close();
    }

    private Optional<String> refusal(Fault fault, Arguments arguments) {
        return fault.rungs().getFirst().missingFor(host, arguments, machine);
    }

    private List<String> names() throws IOException {
        return names(disk.path());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void nothing_can_be_written_to_a_full_disk_until_it_is_taken_back() throws Exception {
        long free = FileSystemSpace.of(disk.path().toString(), machine).free();
        Arguments all = Arguments.NONE
                .with(DiskFill.PATH, disk.path().toString())
                .with(DiskFill.SIZE, new Bytes(free))
                .with(FileSystemSpace.FLOOR, NO_FLOOR);
        Path file = disk.path().resolve("file");
        try (var fault = Faulted.by(new DiskFill(), 0, all, host, machine)) {
            assertThat(fault.on().value()).isZero();
            assertThatThrownBy(() -> Files.write(file, new byte[8192])).hasMessageContaining("No space left");
        }
        Files.write(file, new byte[8192]);
        assertThat(names()).containsExactly("file");
    }

    @Test
    void fills_a_disk_up_to_the_percentage_that_was_asked_for() throws Exception {
        Arguments most = Arguments.NONE
                .with(DiskFill.PATH, disk.path().toString())
                .with(DiskFill.PERCENT, new Percent(80))
                .with(FileSystemSpace.FLOOR, NO_FLOOR);
        try (var _ = Faulted.by(new DiskFill(), 0, most, host, machine)) {
            var space = FileSystemSpace.of(disk.path().toString(), machine);
            assertThat(1 - space.free() / (double) space.total()).isBetween(0.79, 0.81);
            assertThat(refusal(new DiskFill(), most.with(DiskFill.PERCENT, new Percent(50))))
                    .get()
                    .asString()
                    .contains("more than 50% full already");
        }
    }

    @Test
    void a_disk_is_not_filled_below_the_floor() {
        Arguments little =
                Arguments.NONE.with(DiskFill.PATH, disk.path().toString()).with(DiskFill.SIZE, Bytes.mebibytes(1));
        assertThat(refusal(new DiskFill(), little))
                .get()
                .asString()
                .contains("taking 1 MiB of the 256 MiB")
                .contains("the floor of 1 GiB");
        assertThat(refusal(new DiskFill(), little.with(FileSystemSpace.FLOOR, Bytes.mebibytes(255))))
                .isEmpty();
        assertThat(refusal(new DiskFill(), little.with(FileSystemSpace.FLOOR, new Bytes((255L << 20) + 1))))
                .isPresent();
        assertThat(new FileSystemSpace(100L << 30, 50L << 30).floor(Arguments.NONE))
                .as("5% of a large disk")
                .isEqualTo(new Bytes(5L << 30));
        assertThat(refusal(
                        new DiskIoLoad(),
                        Arguments.NONE.with(DiskIoLoad.PATH, disk.path().toString())))
                .get()
                .asString()
                .contains("the floor of 1 GiB");
    }

    @Test
    void room_that_others_have_taken_since_the_plan_stays_free() throws Exception {
        Arguments half = Arguments.NONE
                .with(DiskFill.PATH, disk.path().toString())
                .with(DiskFill.SIZE, Bytes.mebibytes(100))
                .with(FileSystemSpace.FLOOR, Bytes.mebibytes(100));
        var prepared = new DiskFill().rungs().getFirst().plan(host, half, machine);
        Files.write(disk.path().resolve("others"), new byte[80 << 20]);
        try (var on = new dev.shakeout.engine.Injections(prepared.steps(), host, machine)) {
            assertThat(on.inject()).get().asString().contains("must stay free");
        }
        assertThat(names()).containsExactly("others");
    }

    @Test
    void a_path_must_be_absolute_and_neither_the_root_nor_made_up_by_the_kernel() throws Exception {
        var type = new DiskPath();
        for (String path :
                List.of("/", "//", "/..", "data", "", "/proc", "/proc/sys", "/sys/fs", "/dev", "/var/../dev")) {
            assertThatThrownBy(() -> type.parse(Json.of(path)))
                    .as(path)
                    .hasMessageContaining("must be an absolute path");
        }
        assertThat(type.parse(Json.of("/var//lib/./x/"))).isEqualTo("/var/lib/x");
        assertThat(type.parse(Json.of("/dev/shm/x"))).isEqualTo("/dev/shm/x");
        assertThat(DiskPath.unusable("/not/there", machine)).contains("/not/there does not exist");
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(DiskPath.unusable(file.toString(), machine)).contains(file + " is not a folder");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/proc/sys"));
        assertThat(DiskPath.unusable(link.toString(), machine)).get().asString().contains("nothing may be broken");
    }

    @Test
    void no_file_can_be_made_on_a_disk_without_inodes_until_it_is_taken_back() throws Exception {
        Path old = Files.createFile(disk.path().resolve("old"));
        Arguments all = Arguments.NONE.with(DiskInodes.PATH, disk.path().toString());
        try (var _ = Faulted.by(new DiskInodes(), 0, all, host, machine)) {
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> Files.createFile(disk.path().resolve("new")))
                    .hasMessageContaining("No space left"));
            Files.writeString(old, "there is room in files that are there already");
        }
        Files.createFile(disk.path().resolve("newer"));
        assertThat(names()).contains("old", "newer").noneMatch(name -> name.startsWith("shakeout"));
    }

    @Test
    void leaves_as_many_inodes_as_were_asked_for() throws Exception {
        Arguments some =
                Arguments.NONE.with(DiskInodes.PATH, disk.path().toString()).with(DiskInodes.LEAVE, 100);
        try (var fault = Faulted.by(new DiskInodes(), 0, some, host, machine)) {
            await().untilAsserted(() ->
                    assertThat(fault.prepared().effect().read().value()).isBetween(98.0, 100.0));
        }
        assertThat(refusal(new DiskInodes(), some.with(DiskInodes.LEAVE, 5000)))
                .get()
                .asString()
                .contains("free at");
    }

    @Test
    void reads_and_writes_until_it_is_taken_back() throws Exception {
        for (String operation : List.of("read", "write", "both")) {
            Arguments busy = Arguments.NONE
                    .with(DiskIoLoad.PATH, disk.path().toString())
                    .with(DiskIoLoad.OPERATION, operation)
                    .with(DiskIoLoad.WORKERS, 2)
                    .with(DiskIoLoad.SIZE, Bytes.mebibytes(2))
                    .with(FileSystemSpace.FLOOR, NO_FLOOR);
            try (var fault = Faulted.by(new DiskIoLoad(), 0, busy, host, machine)) {
                assertThat(fault.on().value()).as(operation).isGreaterThan(1 << 20);
            }
            assertThat(names()).isEmpty();
        }
    }

    /** A process that sees the folder "volume" of the disk at another path, which nobody else has. */
    private Process apart(Path there, Path link) throws IOException {
        Files.createDirectory(disk.path().resolve("volume"));
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind \"$1\" /mnt && mount -t tmpfs -o size=64m own \"$2\" && mkdir \"$3\" &&"
                                + " mount --bind /mnt \"$3\" && ln -s \"$3\" \"$4\" && echo up && read -r line",
                        "sh",
                        disk.path().resolve("volume").toString(),
                        disk.path().toString(),
                        there.toString(),
                        link.toString())
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        return process;
    }

    @Test
    void reads_and_writes_where_a_process_with_files_of_its_own_sees_the_path() throws Exception {
        Path volume = disk.path().resolve("volume");
        Path link = disk.path().resolve("link");
        Process apart = apart(disk.path().resolve("data"), link);
        try {
            Target target = new ProcessFinder()
                    .find(Arguments.NONE.with(ProcessFinder.PID, (int) apart.pid()), machine)
                    .getFirst();
            Arguments busy = Arguments.NONE
                    .with(DiskIoLoad.PATH, link.toString())
                    .with(DiskIoLoad.SIZE, Bytes.mebibytes(2))
                    .with(FileSystemSpace.FLOOR, NO_FLOOR);
            assertThat(refusal(new DiskIoLoad(), busy)).get().asString().contains("does not exist");
            Arguments much = busy.with(DiskIoLoad.SIZE, Bytes.mebibytes(300));
            assertThat(new DiskIoLoad().rungs().getFirst().missingFor(target, much, machine))
                    .get()
                    .asString()
                    .contains("of the 256 MiB");
            try (var fault = Faulted.by(new DiskIoLoad(), 0, busy, target, machine)) {
                assertThat(fault.on().value()).isGreaterThan(1 << 20);
                assertThat(names(volume)).hasSize(1);
            }
            assertThat(names(volume)).isEmpty();
            try (var _ = Faulted.by(new DiskIoLoad(), 0, busy, target, machine)) {
                apart.destroyForcibly();
                await().untilAsserted(() -> assertThat(names(volume))
                        .as("what is left in a volume when its container has ended")
                        .isEmpty());
            }
        } finally {
            apart.destroyForcibly();
        }
    }

    @Test
    void nothing_below_a_read_only_path_can_be_written_until_it_is_taken_back() throws Exception {
        Path data = Files.createDirectory(disk.path().resolve("the data"));
        Arguments there = Arguments.NONE.with(DiskReadOnly.PATH, data.toString());
        try (var _ = Faulted.by(new DiskReadOnly(), 0, there, host, machine)) {
            assertThatThrownBy(() -> Files.createFile(data.resolve("file")))
                    .hasMessageContaining("Read-only file system");
            Files.createFile(disk.path().resolve("beside"));
        }
        Files.createFile(data.resolve("file"));
        assertThat(mountsAt(data)).isEmpty();
    }

    @Test
    void a_mount_that_somebody_has_there_already_stays() throws Exception {
        Path data = Files.createDirectory(disk.path().resolve("data"));
        var own = List.of("mount", "--bind", "-o", "ro", data.toString(), data.toString());
        assertThat(machine.processes().run(own).ok()).isTrue();
        try {
            Arguments there = Arguments.NONE.with(DiskReadOnly.PATH, data.toString());
            var prepared = new DiskReadOnly().rungs().getFirst().plan(host, there, machine);
            List<String> before = mountsAt(data);
            try (var on = new dev.shakeout.engine.Injections(prepared.steps(), host, machine)) {
                assertThat(on.inject()).isEmpty();
                assertThat(mountsAt(data)).hasSize(before.size() + 1);
                for (int i = 0; i < 2; i++) {
                    assertThat(on.takeBack()).isEmpty();
                    assertThat(mountsAt(data)).isEqualTo(before);
                }
            }
        } finally {
            machine.processes().run(List.of("umount", data.toString()));
        }
    }

    @Test
    void many_who_take_back_at_once_leave_what_is_mounted_below() throws Exception {
        Path data = disk.path();
        List<String> before = mountsAt(data);
        Arguments there = Arguments.NONE.with(DiskReadOnly.PATH, data.toString());
        for (int i = 0; i < 5; i++) {
            var prepared = new DiskReadOnly().rungs().getFirst().plan(host, there, machine);
            var undo = prepared.steps().getFirst().undo().orElseThrow().argv();
            try (var on = new dev.shakeout.engine.Injections(prepared.steps(), host, machine);
                    var all = Executors.newVirtualThreadPerTaskExecutor()) {
                assertThat(on.inject()).isEmpty();
                Callable<Processes.Finished> takingBack =
                        () -> machine.processes().run(undo);
                var taken = all.invokeAll(Collections.nCopies(6, takingBack));
                for (var each : taken) {
                    assertThat(each.get().ok()).as(each.get().complaint()).isTrue();
                }
                assertThat(mountsAt(data)).isEqualTo(before);
            }
        }
    }

    @Test
    void only_a_process_with_mounts_of_its_own_sees_that_a_path_is_read_only() throws Exception {
        Path data = disk.path();
        var apart = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "echo up; while read -r line; do if : >\"$1\"; then echo yes; else echo no; fi; done",
                        "sh",
                        data.resolve("file").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = apart.inputReader();
                var input = apart.outputWriter()) {
            assertThat(output.readLine()).isEqualTo("up");
            Target target = new ProcessFinder()
                    .find(Arguments.NONE.with(ProcessFinder.PID, (int) apart.pid()), machine)
                    .getFirst();
            Arguments there = Arguments.NONE.with(DiskReadOnly.PATH, data.toString());
            try (var fault = Faulted.by(new DiskReadOnly(), 0, there, target, machine)) {
                assertThat(fault.prepared().notes().getFirst()).contains("only process");
                Files.createFile(data.resolve("ours"));
                input.write("\n");
                input.flush();
                // a redirection that fails ends a shell only where it stands before a special builtin, as ":" is
                assertThat(output.readLine()).isNull();
            }
            assertThat(mountsAt(data)).hasSize(1);
        } finally {
            apart.destroyForcibly();
        }
    }

    private List<String> mountsAt(Path path) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.split(" ", -1)[4].replace("\\040", " ").equals(path.toString()))
                .toList();
    }
}
