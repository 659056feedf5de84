package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process of its own that breaks something under a sentinel, says so, and waits to be killed. */
final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        String mark = arguments[1];
        Machine machine = Machines.in(home);
        var folder = RunFolder.create(machine.folders(), "owned");
        var sentinel = new Sentinel(folder, Duration.ofSeconds(10), machine, System.out::println);
        new Injector(folder, machine.processes())
                .inject(new Injection(
                        "i1",
                        "activity",
                        "test/mark",
                        new Target("host", "here", "here", Map.of()),
                        "test",
                        List.of(
                                Step.shell("mark", ": >\"$1\"", List.of(mark), Inverse.of("rm -f \"$1\"", mark)),
                                Step.child("hold", List.of("sh", "-c", "echo ready; exec sleep 300"))),
                        "",
                        List.of(),
                        Optional.empty()));
        System.out.println("broken " + sentinel.pid());
        Thread.sleep(Duration.ofMinutes(5));
    }
}
