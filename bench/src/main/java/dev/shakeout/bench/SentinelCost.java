package dev.shakeout.bench;

import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.OpenRun;
import dev.shakeout.engine.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a sentinel costs while nothing happens: its memory, and its processor time over a minute. The peer is a shell
 * that waits for a line and does nothing else.
 */
public final class SentinelCost {
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux port that we run on

    private SentinelCost() {}

    /** The number of sentinels may be given; 100 otherwise. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        Path folder = Files.createTempDirectory("sentinel-cost");
        var machine = Machine.local().with(new Folders(folder.resolve("run"), folder.resolve("state")));
        var runs = new ArrayList<OpenRun>();
        var peers = new ArrayList<Process>();
        try {
            for (int i = 0; i < trials; i++) {
                runs.add(OpenRun.watched(machine, "bench-" + i, Duration.ofSeconds(10)));
                peers.add(new ProcessBuilder("sh", "-c", "read line").start());
            }
            Thread.sleep(2000); // until all have settled
            var family = runs.stream().map(run -> family(run.sentinelPid())).toList();
            var before = family.stream().mapToDouble(SentinelCost::seconds).sum();
            Thread.sleep(IDLE);
            var after = family.stream().mapToDouble(SentinelCost::seconds).sum();
            System.out.printf("%d idle sentinels; MB%n", trials);
            Trials.print("main process, resident", each(runs, run -> megabytes(List.of(run.sentinelPid()), "VmRSS:")));
            Trials.print("with its watcher, own share", each(runs, run -> proportional(family(run.sentinelPid()))));
            Trials.print("peer: sh that reads a line", each(peers, peer -> megabytes(List.of(peer.pid()), "VmRSS:")));
            System.out.printf(
                    "processor time of one sentinel: %.2f ms a minute (%.4f%% of one core)%n",
                    (after - before) / trials * 1000, (after - before) / trials / IDLE.toSeconds() * 100);
        } finally {
            for (OpenRun run : runs) {
                run.close();
            }
            peers.forEach(Process::destroyForcibly);
            new TemporaryFolder(folder).close();
        }
    }

    private interface Measure<T> {
        double of(T one) throws IOException;
    }

    private static <T> List<Double> each(List<T> all, Measure<T> measure) throws IOException {
        var values = new ArrayList<Double>();
        for (T one : all) {
            values.add(measure.of(one));
        }
        return values;
    }

    /** The sentinel's shells; the sleep that its watcher waits for is another one each time. */
    private static List<Long> family(long pid) {
        return Stream.concat(
                        Stream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .toList();
    }

    private static double megabytes(List<Long> pids, String field) throws IOException {
        double kilobytes = 0;
        for (long pid : pids) {
            kilobytes += value(Path.of("/proc/" + pid + "/status"), field);
        }
        return kilobytes / 1024;
    }

    private static double proportional(List<Long> pids) throws IOException {
        double kilobytes = 0;
        for (long pid : pids) {
            kilobytes += value(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:");
        }
        return kilobytes / 1024;
    }

    private static double value(Path file, String field) throws IOException {
        if (!Files.exists(file)) {
            return 0; // the sleep has ended
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    /** Processor time of these and of the children that they have waited for. */
    private static double seconds(List<Long> pids) {
        double ticks = 0;
        for (long pid : pids) {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                for (int i = 11; i <= 14; i++) { // utime, stime, cutime, cstime (proc(5))
                    ticks += Double.parseDouble(fields[i]);
                }
            } catch (IOException _) {
                // the sleep has ended; its time is in its parent's
            }
        }
        return ticks / TICKS_PER_SECOND;
    }
}
