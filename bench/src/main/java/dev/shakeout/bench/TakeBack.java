package dev.shakeout.bench;

import com.sun.net.httpserver.HttpServer;
import dev.shakeout.engine.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How long 20 injections on 20 targets stay after the moment that ends them. Each trial is a whole run of the command,
 * which pauses 20 processes; that one runs again is seen in /proc, from outside.
 *
 * <ul>
 *   <li>guard: from the answer on which a guard trips to the last target that runs again;
 *   <li>killed: from SIGKILL of the runner to the same.
 * </ul>
 *
 * The peer is one shell that sends the same 20 signals and keeps no ledger: what the system needs alone.
 */
public final class TakeBack {
    private static final int TARGETS = 20;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final String launcher;
    private final HttpServer guarded;
    private final List<Process> targets = new ArrayList<>();
    private volatile boolean well = true;
    private volatile long breached;

    private TakeBack(Path folder, String launcher) throws IOException {
        this.folder = folder;
        this.launcher = launcher;
        this.guarded = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        guarded.createContext("/", exchange -> {
            boolean fine = well;
            exchange.sendResponseHeaders(fine ? 204 : 500, -1);
            if (!fine && breached == 0) {
                breached = System.nanoTime();
            }
            exchange.close();
        });
        guarded.start();
        String seconds = "100000." + ProcessHandle.current().pid();
        for (int i = 0; i < TARGETS; i++) {
            targets.add(new ProcessBuilder("sleep", seconds).start());
        }
        Files.writeString(folder.resolve("freeze.yaml"), """
                title: Twenty processes freeze
                description: Until a guard or a signal ends it.
                steady-state-hypothesis:
                  title: The system is well
                  probes:
                    - type: probe
                      name: the system is well
                      provider: {type: http, url: "http://127.0.0.1:%d/"}
                      tolerance: 204
                method:
                  - type: action
                    name: freeze
                    provider:
                      type: fault
                      fault: process/pause
                      target: {kind: process, command-line: "^sleep %s$", mode: all}
                      duration: 120s
                safety:
                  halt-when:
                    - {name: not well, probe: the system is well, tolerance: 204, interval: 50ms, failures: 1}
                """.formatted(
                        guarded.getAddress().getPort(), seconds.replace(".", "\\\\.")));
    }

    /** The number of trials may be given; 100 otherwise. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        String home = System.getProperty("shakeout.home", ".");
        var bench = new TakeBack(
                Files.createTempDirectory("take-back"),
                Path.of(home, "shakeout").toAbsolutePath().normalize().toString());
        try {
            bench.measure(trials);
        } finally {
            bench.close();
        }
    }

    private void measure(int trials) throws IOException, InterruptedException {
        var guard = new ArrayList<Double>();
        var killed = new ArrayList<Double>();
        var shell = new ArrayList<Double>();
        for (int trial = -1;
                trial < trials;
                trial++) { // by turns, so that what else the machine does meets all of them
            double one = afterTrip();
            double two = afterKill();
            double three = peer();
            if (trial >= 0) { // the first is for the caches
                guard.add(one);
                killed.add(two);
                shell.add(three);
            }
        }
        System.out.printf("%d injections on %d targets all taken back, %d trials, ms%n", TARGETS, TARGETS, trials);
        Trials.print("guard trips", guard);
        Trials.print("runner is killed", killed);
        Trials.print("peer: one shell, no ledger", shell);
    }

    private double afterTrip() throws IOException, InterruptedException {
        Process run = startAndAwaitFaults();
        breached = 0;
        well = false;
        awaitAll(false);
        double millis = (System.nanoTime() - breached) / 1e6;
        well = true;
        expect(3, run.waitFor());
        return millis;
    }

    private double afterKill() throws IOException, InterruptedException {
        Process run = startAndAwaitFaults();
        long begun = System.nanoTime();
        run.destroyForcibly();
        awaitAll(false);
        double millis = (System.nanoTime() - begun) / 1e6;
        run.waitFor();
        Path runs = folder.resolve("home/run/runs");
        awaitTrue(() -> empty(runs));
        return millis;
    }

    private double peer() throws IOException, InterruptedException {
        signal("STOP").waitFor();
        awaitAll(true);
        long begun = System.nanoTime();
        Process shell = signal("CONT");
        awaitAll(false);
        double millis = (System.nanoTime() - begun) / 1e6;
        shell.waitFor();
        return millis;
    }

    private Process signal(String name) throws IOException {
        var argv = new ArrayList<>(List.of("sh", "-c", "s=$1; shift; for p; do kill -s $s $p; done", "peer", name));
        targets.forEach(target -> argv.add(Long.toString(target.pid())));
        return new ProcessBuilder(argv).start();
    }

    /** The steady beat before the end: all are paused, and each pause has been measured. */
    private Process startAndAwaitFaults() throws IOException {
        Path said = folder.resolve("said");
        var builder = new ProcessBuilder(launcher, "run", "freeze.yaml", "--no-color")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("SHAKEOUT_HOME", folder.resolve("home").toString());
        Process run = builder.start();
        awaitTrue(() -> count(said, "      effect: ") == TARGETS || !run.isAlive());
        if (!run.isAlive()) {
            throw new IllegalStateException("the run ended early: " + Files.readString(said));
        }
        awaitAll(true);
        return run;
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void awaitTrue(Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing happened for a minute");
            }
            LockSupport.parkNanos(500_000);
        }
    }

    private void awaitAll(boolean stopped) throws IOException {
        awaitTrue(() -> {
            for (Process target : targets) {
                String stat = Files.readString(Path.of("/proc/" + target.pid() + "/stat"));
                if (stat.startsWith("T", stat.lastIndexOf(')') + 2) != stopped) {
                    return false;
                }
            }
            return true;
        });
    }

    private static long count(Path file, String start) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(start)).count();
        }
    }

    private static boolean empty(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    private static void expect(int wanted, int status) {
        if (status != wanted) {
            throw new IllegalStateException("the run ended with " + status + ", not " + wanted);
        }
    }

    private void close() throws IOException {
        guarded.stop(0);
        targets.forEach(Process::destroyForcibly);
        new TemporaryFolder(folder).close();
    }
}
