package dev.shakeout.faults.host;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace with DNS servers at 127.0.0.53, as a stub resolver has it, and ::1, which the resolv.conf of its
 * processes names.
 */
final class NamesHost implements Part {
    static final String STUB = "127.0.0.53";

    private final Process process;
    private final Machine machine;
    final Target target;

    private NamesHost(Process process, Target target, Machine machine) {
        this.process = process;
        this.target = target;
        this.machine = machine;
    }

    static NamesHost in(Path folder, Machine machine) throws IOException {
        return in(folder, machine, "timeout:1 attempts:1");
    }

    /** @param options of resolv.conf(5) */
    static NamesHost in(Path folder, Machine machine, String options) throws IOException {
        assumeTrue(machine.isRoot(), "needs root to make a network namespace");
        Path conf = Files.writeString(folder.resolve("resolv.conf"), """
                # a comment
                nameserver 127.0.0.53
                nameserver ::1
                options %s
                """.formatted(options));
        var argv = new ArrayList<>(List.of(
                "unshare",
                "--net",
                "--mount",
                "sh",
                "-c",
                // the C library asks for no addresses of a kind that only the loopback has
                "mount --bind \"$1\" /etc/resolv.conf || exit 1; shift; ip link set lo up; "
                        + "ip addr add 10.77.0.1/32 dev lo; ip addr add fd77::1/128 dev lo nodad; exec \"$@\"",
                "sh",
                conf.toString()));
        argv.addAll(machine.java());
        argv.addAll(List.of(TestNames.class.getName(), STUB, "::1"));
        var process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.inputReader().readLine();
        Target target = new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                .getFirst();
        return new NamesHost(process, target, machine);
    }

    private Processes.Finished run(List<String> argv) {
        var inside = new ArrayList<>(List.of("nsenter", "-t", target.detail("pid"), "--net", "--mount"));
        inside.addAll(argv);
        return machine.processes().run(inside, Duration.ofSeconds(30));
    }

    /** What a program of the C library gets for a name, by getent(1): its addresses, or the status 2. */
    String getent(String database, String name) {
        var finished = run(List.of("getent", database, name));
        return finished.ok()
                ? finished.output().lines().findFirst().orElse("").split("\\s+", -1)[0]
                : "status " + finished.status();
    }

    List<Lookup> ask(String server, String name, String type, int count) {
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(Lookup.class.getName(), server, name, type, Integer.toString(count), "1000"));
        return Lookup.parse(run(argv).output());
    }

    Lookup ask(String name, String type) {
        return ask(STUB, name, type, 1).getFirst();
    }

    /** Both in hexadecimal. */
    String exchange(String transport, String bytes) {
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(RawExchange.class.getName(), transport, STUB, bytes));
        return run(argv).output().strip();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
