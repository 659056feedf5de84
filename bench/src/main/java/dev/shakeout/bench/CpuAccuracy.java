package dev.shakeout.bench;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            Thread.sleep(3000); // until it works, also on a busy machine
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
