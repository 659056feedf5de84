package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process of its own that breaks something under a sentinel, says so, and waits to be killed. */
final class Owner {
    private Owner() {}

    /** Starts one; what comes before the command of its JVM may be given. */
    static Process start(List<String> before, Path home, Path broken) throws IOException {
        var argv = new ArrayList<>(before);
        argv.add(ProcessHandle.current().info().command().orElse("java"));
        argv.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        argv.addAll(List.of(System.getProperty("java.class.path"), Owner.class.getName()));
        argv.addAll(List.of(home.toString(), broken.toString()));
        return new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits until it has broken something. */
    static String said(Process owner) throws IOException {
        return new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

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
