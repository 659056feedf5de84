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
 * Memory that {@code memory/fill} really holds, held against what was asked for, and the time from the start of its
 * process until it is there. The peer is stress-ng (Debian: apt-get install stress-ng), told to take its memory at once
 * and keep it. They take turns, and in who goes first.
 */
public final class MemoryAccuracy {
    private static final long MEBIBYTE = 1 << 20;
    private static final long GIVE_UP_NANOS = 60_000_000_000L;

    private final Machine machine = Machine.local();

    private MemoryAccuracy() {}

    /** The number of rounds and the sizes in MiB may be given: 5, and 256, 1024 and 4096. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        var sizes = new ArrayList<Long>();
        for (int i = 1; i < arguments.length; i++) {
            sizes.add(Long.parseLong(arguments[i]));
        }
        new MemoryAccuracy().run(rounds, sizes.isEmpty() ? List.of(256L, 1024L, 4096L) : sizes);
    }

    private void run(int rounds, List<Long> sizes) throws IOException, InterruptedException {
        boolean peer = machine.tool("stress-ng").isPresent();
        System.out.printf(
                "asked and resident in MiB, and ms until 99%% of it is there, medians of %d rounds in turn%s%n",
                rounds, peer ? "" : "; stress-ng is not installed (Debian: apt-get install stress-ng)");
        System.out.printf(
                "%8s %12s %8s %8s %12s %8s %8s%n", "asked", "memory/fill", "error", "ms", "stress-ng", "error", "ms");
        for (long size : sizes) {
            var ours = new ArrayList<Held>();
            var theirs = new ArrayList<Held>();
            for (int round = 0; round < rounds; round++) {
                boolean first =
                        round % 2 == 0; // a virtual machine gives memory that was just freed sooner than any other
                if (peer && !first) {
                    theirs.add(measured(peer(size), size));
                }
                var fault = Injectable.of("memory/fill", Map.of("size", size + "MiB"));
                ours.add(measured(Injectable.command(fault.onHost(machine)), size));
                if (peer && first) {
                    theirs.add(measured(peer(size), size));
                }
            }
            System.out.printf("%8d%s%s%n", size, words(ours, size), peer ? words(theirs, size) : "");
        }
    }

    private static List<String> peer(long size) {
        return List.of("stress-ng", "--quiet", "--vm", "1", "--vm-bytes", size + "m", "--vm-keep", "--vm-populate");
    }

    /** @param mebibytes resident after a while */
    private record Held(double mebibytes, double millis) {}

    private static String words(List<Held> held, long size) {
        double resident = Trials.median(held.stream().map(Held::mebibytes).toList());
        return " %12.1f %7.2f%% %8.0f"
                .formatted(
                        resident,
                        100 * (resident - size) / size,
                        Trials.median(held.stream().map(Held::millis).toList()));
    }

    private static Held measured(List<String> command, long size) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (resident(process) < 0.99 * size && System.nanoTime() - begin < GIVE_UP_NANOS) {
                Thread.sleep(2);
            }
            double millis = (System.nanoTime() - begin) / 1e6;
            Thread.sleep(1500); // until both have come to rest
            return new Held(resident(process), millis);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    /** Of whichever process of a family holds the most, in MiB. */
    private static double resident(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(one -> pages(one.pid()) * 4096 / MEBIBYTE)
                .max()
                .orElse(0);
    }

    private static double pages(long pid) {
        try {
            return Double.parseDouble(
                    Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ", -1)[1]);
        } catch (IOException _) {
            return 0; // it has ended meanwhile
        }
    }
}
