package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are slow or fail, on a disk of the test's own. */
class FaultyFilesTest {
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
        data = Files.createDirectory(disk.path().resolve("the data"));
    }

    @AfterEach
    void end() {
        disk.close();
    }

    private static FileCalls calls(String names) {
        return new FileCalls.Kind().parse(Json.of(names));
    }

    private static long millis(Action action) throws IOException {
        long begun = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    private interface Action {
        void run() throws IOException;
    }

    @Test
    void everything_else_is_as_without_it() throws Exception {
        Files.writeString(data.resolve("old"), "old");
        Arguments sync = Arguments.NONE.with(DiskError.PATH, data.toString()).with(FileCalls.OPERATIONS, calls("sync"));
        try (var _ = Faulted.by(new DiskError(), 1, sync, host, machine)) {
            assertThat(data.resolve("old")).hasContent("old");
            Files.createDirectory(data.resolve("inner"));
            Path file = Files.writeString(data.resolve("inner/new"), "x".repeat(300_000));
            assertThat(Files.size(file)).isEqualTo(300_000);
            Files.writeString(file, "short");
            Files.writeString(file, " and more", java.nio.file.StandardOpenOption.APPEND);
            Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
            Files.createSymbolicLink(data.resolve("link"), Path.of("inner/new"));
            assertThat(data.resolve("link")).hasContent("short and more");
            Files.move(data.resolve("old"), data.resolve("moved"));
            Files.delete(data.resolve("link"));
            assertThatThrownBy(() -> Files.delete(data.resolve("inner")))
                    .isInstanceOf(java.nio.file.DirectoryNotEmptyException.class);
            assertThatThrownBy(() -> Files.readString(data.resolve("old")))
                    .isInstanceOf(java.nio.file.NoSuchFileException.class);
        }
        assertThat(data.resolve("inner/new")).hasContent("short and more");
        assertThat(Files.getPosixFilePermissions(data.resolve("inner/new"))).hasSize(3);
        try (var names = Files.list(data)) {
            assertThat(names)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("inner", "moved");
        }
        try (var names = Files.list(folder.resolve("run"))) {
            assertThat(names).extracting(path -> path.getFileName().toString()).containsExactly("runs");
        }
    }

    @Test
    void calls_of_the_kinds_that_were_asked_for_fail_as_was_asked_for() throws Exception {
        Path old = Files.writeString(data.resolve("old"), "old");
        Arguments full = Arguments.NONE
                .with(DiskError.PATH, data.toString())
                .with(DiskError.ERRNO, "ENOSPC")
                .with(FileCalls.OPERATIONS, calls("write, create"));
        try (var _ = Faulted.by(new DiskError(), 1, full, host, machine)) {
            assertThat(old).hasContent("old");
            assertThatThrownBy(() -> Files.writeString(old, "new")).hasMessageContaining("No space left");
            assertThatThrownBy(() -> Files.createFile(data.resolve("new"))).hasMessageContaining("No space left");
        }
        Files.createFile(data.resolve("new"));
    }

    @Test
    void every_call_of_every_kind_fails() throws Exception {
        Path old = Files.writeString(data.resolve("old"), "old");
        Arguments all = Arguments.NONE
                .with(DiskError.PATH, data.toString())
                .with(FileCalls.OPERATIONS, calls("attributes,create,delete,list,open,read,rename,sync,write"));
        try (var _ = Faulted.by(new DiskError(), 1, all, host, machine)) {
            assertThatThrownBy(() -> Files.size(old)).hasMessageContaining("Input/output error");
            assertThatThrownBy(() -> Files.list(data).close()).hasMessageContaining("Input/output error");
        }
        assertThat(old).hasContent("old");
    }

    @Test
    void a_share_of_the_calls_fails() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "x");
        Arguments some = Arguments.NONE
                .with(DiskError.PATH, data.toString())
                .with(FileCalls.OPERATIONS, calls("open"))
                .with(FileCalls.PERCENT, new Percent(30));
        var prepared = new DiskError().rungs().getLast().plan(host, some, machine);
        try (var on = new Injections(prepared.steps(), host, machine)) {
            assertThat(on.inject()).isEmpty();
            int failed = 0;
            for (int i = 0; i < 1000; i++) {
                try {
                    Files.newInputStream(file).close();
                } catch (FileSystemException e) {
                    failed++;
                }
            }
            assertThat(failed)
                    .as("of 1000 at 30%, six standard deviations wide")
                    .isBetween(213, 387);
        }
    }

    @Test
    void calls_of_the_kinds_that_were_asked_for_take_longer() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "x");
        Arguments slow = Arguments.NONE
                .with(DiskDelay.PATH, data.toString())
                .with(DiskDelay.LATENCY, Duration.ofMillis(300))
                .with(FileCalls.OPERATIONS, calls("write"));
        try (var _ = Faulted.by(new DiskDelay(), 1, slow, host, machine)) {
            assertThat(millis(() -> Files.writeString(file, "y"))).isGreaterThanOrEqualTo(300);
            assertThat(millis(() -> Files.readString(file))).isLessThan(300);
        }
        assertThat(millis(() -> Files.writeString(file, "z"))).isLessThan(300);
        assertThat(file).hasContent("z");
    }

    @Test
    void several_at_one_path_do_what_each_asks_for_and_are_taken_back_in_any_order() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "x");
        Arguments here = Arguments.NONE.with(DiskDelay.PATH, data.toString());
        var slow = new DiskDelay()
                .rungs()
                .getLast()
                .plan(
                        host,
                        here.with(DiskDelay.LATENCY, Duration.ofMillis(200)).with(FileCalls.OPERATIONS, calls("read")),
                        machine);
        var failing =
                new DiskError().rungs().getLast().plan(host, here.with(FileCalls.OPERATIONS, calls("write")), machine);
        var slower = new DiskDelay()
                .rungs()
                .getLast()
                .plan(
                        host,
                        here.with(DiskDelay.LATENCY, Duration.ofMillis(300)).with(FileCalls.OPERATIONS, calls("read")),
                        machine);
        for (var order : List.of(List.of(0, 1, 2), List.of(1, 2, 0), List.of(2, 0, 1))) {
            try (var one = new Injections(slow.steps(), host, machine);
                    var two = new Injections(failing.steps(), host, machine);
                    var three = new Injections(slower.steps(), host, machine)) {
                var all = List.of(one, two, three);
                for (var each : all) {
                    assertThat(each.inject()).isEmpty();
                }
                var on = new java.util.HashSet<>(order);
                awaitTrouble(file, on);
                for (int each : order) {
                    assertThat(all.get(each).takeBack()).isEmpty();
                    on.remove(each);
                    awaitTrouble(file, on);
                }
            }
            assertThat(file).hasContent("x");
        }
        try (var names = Files.list(folder.resolve("run"))) {
            assertThat(names).extracting(path -> path.getFileName().toString()).containsExactly("runs");
        }
    }

    /** @param on 0 delays reads by 200 ms, 2 by 300 ms, 1 lets writes fail */
    private static void awaitTrouble(Path file, java.util.Set<Integer> on) {
        long delay = (on.contains(0) ? 200 : 0) + (on.contains(2) ? 300 : 0);
        await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            assertThat(millis(() -> Files.readString(file))).isBetween(delay, delay + 199);
            assertThat(writes(file.resolveSibling("other"))).isEqualTo(!on.contains(1));
        });
    }

    private static boolean writes(Path file) {
        try {
            Files.writeString(file, "x");
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void a_slow_path_is_not_made_read_only_and_the_other_way_round() throws Exception {
        Arguments here = Arguments.NONE.with(DiskDelay.PATH, data.toString());
        var slow = new DiskDelay()
                .rungs()
                .getLast()
                .plan(host, here.with(DiskDelay.LATENCY, Duration.ofMillis(1)), machine)
                .steps();
        var readOnly =
                new DiskReadOnly().rungs().getLast().plan(host, here, machine).steps();
        try (var one = new Injections(slow, host, machine);
                var two = new Injections(readOnly, host, machine)) {
            assertThat(one.inject()).isEmpty();
            assertThat(two.inject()).get().asString().contains("is slow or fails by another fault");
            assertThat(two.takeBack()).isEmpty();
            assertThat(one.takeBack()).isEmpty();
            assertThat(two.inject()).isEmpty();
            assertThat(one.inject()).get().asString().contains("is read-only by another fault");
        }
        Files.createFile(data.resolve("file"));
    }

    @Test
    void one_further_down_than_another_is_refused_as_they_could_not_be_taken_back_one_by_one() throws Exception {
        Path inner = Files.createDirectory(data.resolve("inner"));
        var rung = new DiskError().rungs().getLast();
        var outside = rung.plan(host, Arguments.NONE.with(DiskError.PATH, data.toString()), machine);
        var inside = rung.plan(host, Arguments.NONE.with(DiskError.PATH, inner.toString()), machine);
        for (var order : List.of(List.of(outside, inside), List.of(inside, outside))) {
            try (var one = new Injections(order.getFirst().steps(), host, machine);
                    var two = new Injections(order.getLast().steps(), host, machine)) {
                assertThat(one.inject()).isEmpty();
                assertThat(two.inject()).get().asString().contains("another fault is above or below");
                assertThat(two.takeBack()).isEmpty();
                assertThat(one.takeBack()).isEmpty();
            }
        }
        Files.createFile(inner.resolve("file"));
    }

    @Test
    void what_cannot_be_made_to_fail_is_refused() throws Exception {
        var rung = new DiskError().rungs().getLast();
        Path file = Files.createFile(disk.path().resolve("file"));
        assertThat(rung.missingFor(host, Arguments.NONE.with(DiskError.PATH, file.toString()), machine))
                .contains(file + " is not a folder");
        assertThat(rung.missingFor(host, Arguments.NONE.with(DiskError.PATH, folder.toString()), machine))
                .get()
                .asString()
                .contains("is a mount of its own below");
        assertThatThrownBy(() -> calls("read,wirte"))
                .hasMessageContaining("'wirte' is not one of")
                .hasMessageContaining("write");
        assertThatThrownBy(() -> calls("")).isInstanceOf(dev.shakeout.model.BadValue.class);
    }
}
