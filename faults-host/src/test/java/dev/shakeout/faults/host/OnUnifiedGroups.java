package dev.shakeout.faults.host;

import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Runs where there is cgroup v2 alone, and prints what it saw for {@link UnifiedGroupsTest}. */
public final class OnUnifiedGroups {
    private static final Path TOP = Path.of("/sys/fs/cgroup");

    private OnUnifiedGroups() {}

    public static void main(String[] arguments) throws Exception {
        Machine machine = Machines.in(Path.of(arguments[0]));
        throttle("top", TOP, machine);
        exhausted("top", TOP, machine);
        Path service = Files.createDirectory(TOP.resolve("service"));
        throttle("service", service, machine);
        exhausted("service", service, machine);
        Files.writeString(service.resolve("memory.max"), Long.toString(400L << 20));
        memory(
                "pressed",
                new MemoryPressure(),
                Arguments.NONE.with(MemoryPressure.PERCENT, new Percent(50)),
                service,
                machine);
        memory("filled", new MemoryFill(), Arguments.NONE.with(MemoryFill.PERCENT, new Percent(50)), service, machine);
        limited(machine);
    }

    /** A group as a container has one. */
    private static void limited(Machine machine) throws Exception {
        Path group = Files.createDirectory(TOP.resolve("container-4711"));
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            Files.writeString(group.resolve("cgroup.procs"), server.target.detail("pid"));
            var limits = new GroupLimits(server.target, "container-4711", machine);
            var asked = new GroupLimits.Asked(Optional.of(0.1), Optional.of(Bytes.mebibytes(64)));
            say("limit refused", limits.refusal(asked).orElse("no"));
            var prepared = limits.plan(asked);
            Reading none = prepared.effect().read();
            try (var on = new Injections(prepared.steps(), server.target, machine)) {
                say("limiting", on.inject().orElse("done"));
                Reading limited = await().atMost(prepared.effect().patience())
                        .until(
                                prepared.effect()::read,
                                reading -> prepared.effect().bites(none, reading));
                say("limited", limited.words());
                say("limited wider", limits.refusal(asked).orElse("no"));
            }
            say("limited gone", prepared.effect().gone(none, prepared.effect().read()));
        }
        say(
                "limits back",
                Files.readString(group.resolve("cpu.max")).strip() + ", "
                        + Files.readString(group.resolve("memory.max")));
    }

    private static void memory(String name, Fault fault, Arguments arguments, Path group, Machine machine)
            throws Exception {
        HostPicture picture = HostPicture.take(machine);
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            String pid = server.target.detail("pid");
            Files.writeString(group.resolve("cgroup.procs"), pid);
            try (var on = Faulted.by(fault, 0, arguments, server.target, machine)) {
                say(name, on.on().words());
                say(name + " of the group", Files.readString(group.resolve("memory.current")));
            }
            say(name + " back", Files.readString(Path.of("/proc/" + pid + "/cgroup")));
        } catch (org.opentest4j.TestAbortedException e) {
            say(name, e.getMessage());
        }
        say(name + " left", HostPicture.differences(picture, HostPicture.take(machine)));
    }

    /** Twice, of which the first ends first. */
    private static void throttle(String name, Path group, Machine machine) throws Exception {
        Arguments tenth =
                Arguments.NONE.with(CpuThrottle.PERCENT, new Percent(10)).with(CpuThrottle.CORES, new CpuLoad.Cores(1));
        HostPicture picture = HostPicture.take(machine);
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            String pid = server.target.detail("pid");
            Files.writeString(group.resolve("cgroup.procs"), pid);
            var second = new CpuThrottle().rungs().getFirst().plan(server.target, tenth, machine);
            Reading none = second.effect().read();
            try (var one = Faulted.by(new CpuThrottle(), 0, tenth, server.target, machine);
                    var two = new Injections(second.steps(), server.target, machine)) {
                say(name + " throttled", one.on().words());
                say(name + " throttled twice", two.inject().orElse("done"));
                say(name + " take back one", one.injections().takeBack());
                await().atMost(second.effect().patience())
                        .until(second.effect()::read, reading -> second.effect().bites(none, reading));
                say(name + " still", "bites");
            }
            say(name + " back", Files.readString(Path.of("/proc/" + pid + "/cgroup")));
        } catch (org.opentest4j.TestAbortedException e) {
            say(name + " throttled", e.getMessage());
        }
        say(name + " left", HostPicture.differences(picture, HostPicture.take(machine)));
        say(name + " delegates", Files.readString(group.resolve("cgroup.subtree_control")));
    }

    /** Twice, of which the first ends first. */
    private static void exhausted(String name, Path group, Machine machine) throws Exception {
        HostPicture picture = HostPicture.take(machine);
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            String pid = server.target.detail("pid");
            Files.writeString(group.resolve("cgroup.procs"), pid);
            var second = new ProcessExhaustion().rungs().getFirst().plan(server.target, Arguments.NONE, machine);
            Reading none = second.effect().read();
            try (var one = Faulted.by(new ProcessExhaustion(), 0, Arguments.NONE, server.target, machine);
                    var two = new Injections(second.steps(), server.target, machine)) {
                say(name + " exhausted", one.on().words());
                say(name + " exhausted twice", two.inject().orElse("done"));
                say(name + " exhausted back one", one.injections().takeBack());
                await().atMost(second.effect().patience())
                        .until(second.effect()::read, reading -> second.effect().bites(none, reading));
                say(name + " exhausted still", "bites");
            }
            say(
                    name + " exhausted gone",
                    second.effect().gone(none, second.effect().read()));
            say(name + " exhausted back", Files.readString(Path.of("/proc/" + pid + "/cgroup")));
        } catch (org.opentest4j.TestAbortedException e) {
            say(name + " exhausted", e.getMessage());
        }
        say(name + " exhausted left", HostPicture.differences(picture, HostPicture.take(machine)));
    }

    private static void say(String what, Object value) {
        System.out.println("RESULT " + what + " = " + value);
    }
}
