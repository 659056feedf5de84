package dev.shakeout.bench;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor time that {@code cpu/load} really uses, held against what was asked for, on one processor. The peer is
 * stress-ng (Debian: apt-get install stress-ng). They take turns; as root both run with the highest priority, so that
 * whatever else this machine does takes part in neither.
 */
public final class CpuAccuracy {
    private static final List<Integer> LOADS = List.of(10, 30, 50, 60, 70, 90, 95);
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux port that we run on

    /** Long enough for a few rounds of work and rest of either program. */
    private static final Duration MOMENT = Duration.ofMillis(500);

    private static final double EVEN_TICKS = 4;
    private static final Duration LONGEST_BEGINNING = Duration.ofSeconds(30);

    /** Before all others, also where the kernel shares out by sessions (sched(7), "The autogroup feature"). */
    private static final String FIRST =
            "[ ! -e /proc/self/autogroup ] || echo -20 >/proc/self/autogroup; exec nice -n -20 \"$@\"";

    private final Machine machine = Machine.local();
    private final long windowNanos;

    private CpuAccuracy(long seconds) {
        windowNanos = seconds * 1_000_000_000;
    }

    /** The length of a measurement in seconds and the number of rounds may be given: 20 and 3. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 20;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        new CpuAccuracy(seconds).run(rounds);
    }

    private void run(int rounds) throws IOException, InterruptedException {
        boolean peer = machine.tool("stress-ng").isPresent();
        System.out.printf(
                "asked and used, %% of one processor over %d s, medians of %d rounds in turn%s%n",
                windowNanos / 1_000_000_000,
                rounds,
                peer ? "" : "; stress-ng is not installed (Debian: apt-get install stress-ng)");
        System.out.printf("%8s %12s %8s %12s %8s%n", "asked", "cpu/load", "error", "stress-ng", "error");
        for (int load : LOADS) {
            var ours = new ArrayList<Double>();
            var theirs = new ArrayList<Double>();
            for (int round = 0; round < rounds; round++) {
                var fault = Injectable.of("cpu/load", Map.of("load", load + "%", "cores", "1"));
                ours.add(measured(Injectable.command(fault.onHost(machine))));
                if (peer) {
                    theirs.add(measured(List.of("stress-ng", "--quiet", "--cpu", "1", "--cpu-load", "" + load)));
                }
            }
            double used = Trials.median(ours);
            System.out.printf("%8d %12.2f %8.2f", load, used, used - load);
            if (peer) {
                System.out.printf(" %12.2f %8.2f", Trials.median(theirs), Trials.median(theirs) - load);
            }
            System.out.println();
        }
    }

    private double measured(List<String> command) throws IOException, InterruptedException {
        var argv = new ArrayList<String>();
        if (machine.isRoot()) {
            argv.addAll(List.of("setsid", "sh", "-c", FIRST, "sh"));
        }
        argv.addAll(command);
        var process = new ProcessBuilder(argv)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitEvenWork(process);
            long begin = System.nanoTime();
            double before = seconds(process);
            Thread.sleep(windowNanos / 1_000_000);
            double after = seconds(process);
            return 100 * (after - before) / ((System.nanoTime() - begin) / 1e9);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    /** Until it uses as much in one moment as in the next: a fresh program first uses what it needs to begin with. */
    private static void awaitEvenWork(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_BEGINNING.toNanos();
        double used = seconds(process);
        double last = -1;
        while (System.nanoTime() < end) {
            Thread.sleep(MOMENT);
            double now = seconds(process);
            double moment = now - used;
            if (last > 0 && moment > 0 && Math.abs(moment - last) * TICKS_PER_SECOND < EVEN_TICKS) {
                return;
            }
            used = now;
            last = moment;
        }
        throw new IOException("the load of " + process.info().commandLine().orElse("a process")
                + " has not come to rest in " + LONGEST_BEGINNING.toSeconds() + " s; is this machine busy?");
    }

    /** Processor time of a process and all below it, by the kernel's own account. */
    private static double seconds(Process process) throws IOException {
        double ticks = 0;
        for (long pid : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList()) {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            ticks += Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]); // utime, stime (proc(5))
        }
        return ticks / TICKS_PER_SECOND;
    }
}
