package dev.shakeout.faults.host;

import dev.shakeout.model.Percent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * A small process of its own that reads a file over and over, for a share of the time: {@code --file=F --share=30%}. The
 * file has to be larger than the memory there is for its pages.
 */
public final class Churn {
    private static final int BLOCK = 256 << 10;
    private static final long MOST_OWED = 100_000_000;

    private Churn() {}

    public static void main(String[] arguments) throws IOException {
        var options = Options.of(arguments);
        double share = Percent.parse(options.get("share")).fraction();
        var file = FileChannel.open(Path.of(options.get("file")), StandardOpenOption.READ);
        fill(file);
        Parent.work("churn", () -> read(file, share));
        Parent.readyUntilItEnds();
    }

    /** Only from the second time on a page is one that was taken away, so the first time does not count. */
    private static void fill(FileChannel file) throws IOException {
        var block = ByteBuffer.allocateDirect(BLOCK);
        while (file.read(block.clear()) >= 0) {
            // the kernel keeps what it can
        }
        file.position(0);
    }

    private static void read(FileChannel file, double share) throws IOException {
        var block = ByteBuffer.allocateDirect(BLOCK);
        long last = System.nanoTime();
        double owed = 0;
        while (true) {
            long begin = System.nanoTime();
            owed = Math.min(owed + share * (begin - last), MOST_OWED);
            last = begin;
            if (owed <= 0) {
                LockSupport.parkNanos((long) Math.max(1_000_000, -owed / share));
                continue;
            }
            block.clear();
            if (file.read(block) < 0) {
                file.position(0);
            }
            owed -= System.nanoTime() - begin;
        }
    }
}
