package dev.shakeout.faults.host;

import dev.shakeout.model.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A small process of its own that holds memory, its own included: {@code --bytes=N --ramp=10s --most=N}. It grows to
 * bytes over the ramp, and with --growing at that pace on until most. It is ready once it has begun: how much it holds is
 * to be measured, and in a control group it may never hold all of it.
 */
public final class MemoryHog {
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration LOOK = Duration.ofMillis(500);

    private MemoryHog() {}

    public static void main(String[] arguments) throws IOException {
        var options = Options.of(arguments);
        long bytes = Long.parseLong(options.get("bytes"));
        Duration ramp = options.find("ramp").map(Span::parse).orElse(Duration.ZERO);
        long most = options.has("growing") ? Long.parseLong(options.get("most")) : bytes;
        Optional<String> refusal =
                new MemoryRoom(kibibytes("/proc/meminfo", "MemAvailable:"), "that are available").refusal(bytes);
        if (refusal.isPresent()) {
            System.out.println(refusal.get());
            return;
        }
        var memory = HeldMemory.reserve(most);
        Parent.work("hog", () -> hold(memory, bytes, ramp.toNanos(), most));
        Parent.readyUntilItEnds();
    }

    private static void hold(HeldMemory memory, long bytes, double ramp, long most) throws IOException {
        long begin = System.nanoTime();
        long own = resident();
        try {
            for (double wanted = 0; wanted < most; ) {
                wanted = ramp == 0 ? most : Math.min(most, bytes * ((System.nanoTime() - begin) / ramp));
                memory.growTo((long) wanted - own - HeldMemory.FINE);
                Thread.sleep(ramp == 0 ? Duration.ZERO : STEP);
            }
            while (true) { // this process itself takes a little more or less over time
                long missing = most - resident();
                if (missing > 0) {
                    memory.growTo(Math.max(0, memory.held() + missing));
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of this process, to the page; the sum in /proc/self/status lags behind. */
    private static long resident() throws IOException {
        return Files.exists(Path.of("/proc/self/smaps_rollup"))
                ? kibibytes("/proc/self/smaps_rollup", "Rss:")
                : kibibytes("/proc/self/status", "VmRSS:");
    }

    private static long kibibytes(String file, String key) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }
}
