package dev.shakeout.bench;

import dev.shakeout.engine.Folders;
import dev.shakeout.engine.OpenRun;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;

/**
 * How many durable ledger entries one writer makes in a second. The peer writes files of the same size, each synced with
 * its folder, and does nothing else: what the disk allows. The two take turns in the same folder.
 */
public final class LedgerRate {
    private static final int ENTRIES = 20;
    private static final Inverse UNDO = Inverse.of("kill -s CONT \"$1\" || [ ! -d \"/proc/$1\" ]", "4711");

    private LedgerRate() {}

    /** The number of rounds and a folder on the disk to be measured may be given: 100, and the current folder. */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        Path disk = Path.of(arguments.length > 1 ? arguments[1] : ".").toAbsolutePath();
        Path folder = Files.createTempDirectory(disk, "ledger-rate");
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        try (var run = OpenRun.unwatched(new Folders(folder.resolve("run"), folder.resolve("state")), "bench")) {
            Path plain = Files.createDirectory(folder.resolve("plain"));
            int number = 0;
            for (int round = -5; round < rounds; round++) {
                double one = rate(() -> run.write("process 4711", UNDO));
                int first = number;
                number += ENTRIES;
                var count = new int[] {first};
                double two = rate(() -> syncOnly(plain, count[0]++));
                if (round >= 0) { // the first few are for the caches
                    ours.add(one);
                    theirs.add(two);
                }
            }
        } finally {
            new TemporaryFolder(folder).close();
        }
        System.out.printf("durable entries per second, one writer, %d rounds of %d, on %s%n", rounds, ENTRIES, disk);
        Trials.print("ledger", ours);
        Trials.print("peer: fsync of file and folder", theirs);
        System.out.printf("ratio of the medians %.2f%n", Trials.median(ours) / Trials.median(theirs));
    }

    private interface Write {
        void one() throws IOException;
    }

    private static double rate(Write write) throws IOException {
        long begun = System.nanoTime();
        for (int i = 0; i < ENTRIES; i++) {
            write.one();
        }
        return ENTRIES / ((System.nanoTime() - begun) / 1e9);
    }

    private static void syncOnly(Path folder, int number) throws IOException {
        try (var file = FileChannel.open(
                folder.resolve("%06d".formatted(number)), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[150]));
            file.force(true);
        }
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
