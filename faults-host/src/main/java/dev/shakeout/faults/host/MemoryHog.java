package dev.shakeout.faults.host;

import dev.shakeout.model.Bytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small process of its own that holds memory outside its heap: {@code --bytes=N}. It is ready once it has begun: how
 * much it holds is to be measured, and in a control group it may never hold all of it.
 */
public final class MemoryHog {
    private static final long CHUNK = 4L << 20;
    private static final long PAGE = 4096;

    /** What may at most be taken of the memory that is available, so that the host survives. */
    static final double MOST = 0.9;

    private MemoryHog() {}

    public static void main(String[] arguments) throws IOException {
        var options = Options.of(arguments);
        long bytes = Long.parseLong(options.get("bytes"));
        long available = available();
        if (bytes > available * MOST) {
            System.out.println(refusal(bytes, available));
            return;
        }
        var hog = new Thread(() -> hold(bytes), "hog");
        hog.setDaemon(true);
        hog.start();
        Parent.readyUntilItEnds();
    }

    static String refusal(long bytes, long available) {
        return new Bytes(bytes) + " is more than " + Math.round(MOST * 100) + "% of the " + new Bytes(available)
                + " that are available; ask for less";
    }

    private static void hold(long bytes) {
        Arena arena = Arena.global();
        for (long held = 0; held < bytes; held += CHUNK) {
            var chunk = arena.allocate(Math.min(CHUNK, bytes - held), PAGE);
            for (long at = 0; at < chunk.byteSize(); at += PAGE) {
                chunk.set(ValueLayout.JAVA_LONG, at, held + at + 1); // no two pages alike: they cannot be merged
            }
        }
    }

    private static long available() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    /** Options of the JVM itself, to be put before the class: off-heap memory is otherwise limited to the heap's size. */
    static String room(long bytes) {
        return "-XX:MaxDirectMemorySize=" + (bytes + (16L << 20));
    }
}
