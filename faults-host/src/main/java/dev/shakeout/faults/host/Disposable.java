package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A server in a process of its own that may be broken, if root in a network namespace of its own. */
final class Disposable implements Part {
    private final Process process;
    private final Machine machine;
    /** On its command line alone, by which one that was started in its place is known. */
    private final String mark;

    final int port;
    final Target target;

    private Disposable(Process process, String mark, int port, Target target, Machine machine) {
        this.process = process;
        this.mark = mark;
        this.machine = machine;
        this.port = port;
        this.target = target;
    }

    static Disposable server(Machine machine) throws IOException {
        return server(machine, "0.0.0.0", machine.isRoot());
    }

    static Disposable server(Machine machine, String address, boolean apart) throws IOException {
        Path folder = machine.folders().runtime().toAbsolutePath().resolveSibling("");
        return server(machine, address, apart, folder);
    }

    /** @param folder for the file that a JVM leaves when it dies */
    static Disposable server(Machine machine, String address, boolean apart, Path folder) throws IOException {
        return server(machine, address, apart, folder, "ip link set lo up", List.of());
    }

    /** The same with a DNS server in its network namespace, at the addresses that resolv.conf names. */
    static Disposable withNames(Machine machine, String address, Path folder) throws IOException {
        String network = "ip link set lo up; "
                + String.join(
                        "; ",
                        NameServer.addresses().stream().map(Disposable::adding).toList());
        return server(machine, address, true, folder, network, List.of(EchoServer.NAMES));
    }

    private static String adding(Net server) {
        return "ip address add " + server + " dev lo" + (server.ipv6() ? " nodad" : "") + " 2>/dev/null";
    }

    private static Disposable server(
            Machine machine, String address, boolean apart, Path folder, String network, List<String> more)
            throws IOException {
        var argv = new ArrayList<String>();
        if (apart) {
            argv.addAll(List.of("unshare", "--net", "sh", "-c", network + "; exec \"$@\"", "sh"));
        }
        argv.addAll(machine.java());
        String mark = UUID.randomUUID().toString();
        argv.addAll(List.of(EchoServer.class.getName(), address, "0", mark));
        argv.addAll(more);
        var process = new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int port = Integer.parseInt(process.inputReader().readLine());
        process.inputReader().readLine();
        List<Target> found =
                new ProcessFinder().find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine);
        return new Disposable(process, mark, port, found.getFirst(), machine);
    }

    boolean alive() {
        return process.isAlive();
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        new Procfs(machine)
                .childWith(mark)
                .flatMap(successor -> ProcessHandle.of(successor.pid()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }
}
