package dev.shakeout.faults.host;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Percent;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs where there is cgroup v2 alone, and prints what it saw for {@link UnifiedGroupsTest}. */
public final class OnUnifiedGroups {
    private static final Path TOP = Path.of("/sys/fs/cgroup");

    private OnUnifiedGroups() {}

    public static void main(String[] arguments) throws Exception {
        Machine machine = Machines.in(Path.of(arguments[0]));
        throttle("top", TOP, machine);
        throttle("service", Files.createDirectory(TOP.resolve("service")), machine);
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
            try (var one = Faulted.by(new CpuThrottle(), 0, tenth, server.target, machine);
                    var two = new Injections(second.steps(), server.target, machine)) {
                say(name + " throttled", one.on().words());
                say(name + " throttled twice", two.inject().orElse("done"));
                say(name + " take back one", one.injections().takeBack());
                say(name + " still", second.effect().read().value());
            }
            say(name + " back", Files.readString(Path.of("/proc/" + pid + "/cgroup")));
        } catch (org.opentest4j.TestAbortedException e) {
            say(name + " throttled", e.getMessage());
        }
        say(name + " left", HostPicture.differences(picture, HostPicture.take(machine)));
        say(name + " delegates", Files.readString(group.resolve("cgroup.subtree_control")));
    }

    private static void say(String what, Object value) {
        System.out.println("RESULT " + what + " = " + value);
    }
}
