package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs in a virtual machine with a device mapper, and prints what it saw for {@link DeviceMapperTest}. */
public final class OnDeviceMapper {
    private static final Duration LATENCY = Duration.ofMillis(300);

    private final Machine machine;
    private final Target host;
    private final Path data;
    private final Arguments delay;
    private final Arguments error;

    private OnDeviceMapper(Machine machine, Path data) {
        this.machine = machine;
        this.data = data;
        host = new HostFinder().find(Arguments.NONE, machine).getFirst();
        delay = Arguments.NONE.with(DiskDelay.PATH, data.toString()).with(DiskDelay.LATENCY, LATENCY);
        error = Arguments.NONE
                .with(DiskError.PATH, data.toString())
                .with(FileCalls.OPERATIONS, new FileCalls.Kind().parse(Json.of("read")));
    }

    /** FOLDER MOUNT_POINT: the test's, and where a file system on the device "test-data" is mounted. */
    public static void main(String[] arguments) throws Exception {
        Uml.orElseEnd();
        var on = new OnDeviceMapper(Machines.in(Path.of(arguments[0])), Path.of(arguments[1]));
        on.refusals();
        on.slow();
        on.shared();
        on.halfWay();
        on.somebodyElse();
        on.failing();
    }

    private static void say(String what, Object value) {
        System.out.println("RESULT " + what + " = " + value);
    }

    private String refusal(Fault fault, Arguments arguments) {
        var rung = fault.rungs().getFirst();
        return rung.missing(machine)
                .or(() -> rung.missingFor(host, arguments, machine))
                .orElse("none");
    }

    private String run(String script) {
        var finished = machine.processes().run(List.of("sh", "-c", script, "sh", data.toString()));
        return finished.ok() ? finished.output().strip().replace("\n", " / ") : "failed: " + finished.complaint();
    }

    private String table() {
        return run("dmsetup table test-data");
    }

    private void refusals() throws Exception {
        say("plain", refusal(new DiskDelay(), delay));
        Path inner = Files.createDirectory(data.resolve("inner"));
        say("refused inner", refusal(new DiskDelay(), delay.with(DiskDelay.PATH, inner.toString())));
        say("refused elsewhere", refusal(new DiskDelay(), delay.with(DiskDelay.PATH, "/usr")));
        say("refused share", refusal(new DiskDelay(), delay.with(FileCalls.PERCENT, new Percent(50))));
        say("refused long", refusal(new DiskDelay(), delay.with(DiskDelay.LATENCY, Duration.ofSeconds(6))));
        var names = new FileCalls.Kind().parse(Json.of("read,rename"));
        say("refused calls", refusal(new DiskDelay(), delay.with(FileCalls.OPERATIONS, names)));
        say("refused writable", refusal(new DiskError(), error));
        say("refused errno", refusal(new DiskError(), error.with(DiskError.ERRNO, "ENOSPC")));
        run("mkdir -p /run/elsewhere; mount --bind \"$1\" /run/elsewhere");
        say("refused twice mounted", refusal(new DiskDelay(), delay));
        run("umount /run/elsewhere");
        Process root = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mkdir -p \"$1/old\"; mount --bind \"$1\" \"$1\"; cd \"$1\"; pivot_root . old; echo up; read -r end",
                        "sh",
                        data.toString())
                .start();
        try (var said = root.inputReader()) {
            say("somebody's root", said.readLine());
            say("refused root", refusal(new DiskDelay(), delay));
        } finally {
            root.destroyForcibly().waitFor();
        }
    }

    private void slow() throws Exception {
        String before = table();
        say("table before", before);
        HostPicture picture = HostPicture.take(machine);
        Path file = data.resolve("open");
        try (var open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            say("sync before", synced(open));
            try (var fault = Faulted.by(new DiskDelay(), 0, delay, host, machine)) {
                say("table meanwhile", table());
                say("sync meanwhile", synced(open));
                say("second", refusal(new DiskDelay(), delay));
                say(
                        "same uuid",
                        run("blkid -p -s UUID -o value /dev/mapper/test-data").length());
                say("slow", fault.on().words());
                long begun = System.nanoTime();
                say("taken back", fault.injections().takeBack());
                say("took", Duration.ofNanos(System.nanoTime() - begun).toMillis());
                say("again", undo(fault.prepared().steps()));
            }
            say("sync after", synced(open));
        }
        say("table restored", table().equals(before));
        say("slow left", HostPicture.differences(picture, HostPicture.take(machine)));
    }

    private static long synced(FileChannel open) throws IOException {
        long begun = System.nanoTime();
        open.write(ByteBuffer.wrap("some more\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        open.force(true);
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    private String undo(List<Step> steps) {
        return machine.processes()
                .run(steps.getFirst().undo().orElseThrow().argv())
                .complaint();
    }

    /** Two that were planned before either was there, and one that is planned while they are. */
    private void shared() throws Exception {
        String before = table();
        var first = steps(300);
        var second = steps(20);
        try (var one = new Injections(first, host, machine);
                var two = new Injections(second, host, machine)) {
            say("one", one.inject().orElse("done"));
            say("two", two.inject().orElse("done"));
            try (var three = new Injections(steps(5), host, machine)) {
                say("three", three.inject().orElse("done"));
                say("table of three", table());
                say("first back", one.takeBack());
                say("again back", undo(first));
                say("table of two", table());
            }
            say("table of one", table());
            say("second back", two.takeBack());
        }
        say("all back", table().equals(before));
    }

    private List<Step> steps(int millis) {
        return new DiskDelay()
                .rungs()
                .getFirst()
                .plan(host, delay.with(DiskDelay.LATENCY, Duration.ofMillis(millis)), machine)
                .steps();
    }

    /** Cut off when the table is there, but not yet in use; another one comes and goes before that is taken back. */
    private void halfWay() throws Exception {
        String before = table();
        Step step = steps(300).getFirst();
        var argv = new ArrayList<>(step.change().argv());
        argv.set(2, argv.get(2).replace("&& dmsetup resume", "&& exit 3; dmsetup resume"));
        var failing = new Step(step.what(), new Step.Change.Command(argv), step.undo());
        try (var earlier = new Injections(steps(20), host, machine);
                var on = new Injections(List.of(failing), host, machine);
                var later = new Injections(steps(5), host, machine)) {
            say("earlier", earlier.inject().orElse("done"));
            say("half way", on.inject().isPresent() + ", inactive: " + run("dmsetup table --inactive test-data"));
            say("later", later.inject().orElse("done"));
            say("table beside", table());
            say("earlier back", earlier.takeBack());
            say("later back", later.takeBack());
            say("half way without", table().equals(before));
        }
        say(
                "half way back",
                table().equals(before)
                        && run("dmsetup table --inactive test-data").isEmpty());
    }

    /** Somebody gives it a table of their own meanwhile: it stays. */
    private void somebodyElse() throws Exception {
        String before = table();
        var steps =
                new DiskDelay().rungs().getFirst().plan(host, delay, machine).steps();
        String others = "0 131072 linear 7:0 0"; // the two parts as one
        try (var on = new Injections(steps, host, machine)) {
            say("replaced", on.inject().orElse("done"));
            run("echo '" + others + "' | dmsetup load test-data; dmsetup resume test-data");
            say("replaced back", on.takeBack());
            say("replaced stays", table().equals(others));
        }
        String delayed = "0 131072 delay 7:0 0 1";
        run("echo '" + before.replace(" / ", "\n") + "' | dmsetup load test-data; dmsetup resume test-data");
        var planned = steps(300);
        run("echo '" + delayed + "' | dmsetup load test-data; dmsetup resume test-data");
        try (var on = new Injections(planned, host, machine)) {
            say("changed before", on.inject().orElse("done"));
        }
        say("refused parts", refusal(new DiskDelay(), delay));
        say("changed stays", table().equals(delayed));
        run("echo '" + before.replace(" / ", "\n") + "' | dmsetup load test-data; dmsetup resume test-data");
    }

    private void failing() throws Exception {
        Path file = Files.write(data.resolve("file"), new byte[1 << 20]);
        run("mount -o remount,ro \"$1\"");
        String before = table();
        String read = "dd if=\"$1/file\" of=/dev/null bs=64k iflag=direct";
        try (var fault = Faulted.by(new DiskError(), 0, error, host, machine)) {
            say("failing", fault.on().words());
            say("read meanwhile", run(read));
        }
        say("failing restored", table().equals(before));
        say("read after", run(read));
        run("mount -o remount,rw \"$1\"");
        Files.delete(file);
        say("notes", run("ls " + machine.folders().runtime() + "/mapped-* 2>/dev/null | wc -l"));
        say("state", run("umount \"$1\" && fsck.ext4 -fn /dev/mapper/test-data >/dev/null 2>&1 && echo clean"));
    }
}
