package dev.shakeout.faults.host.queue;

import dev.shakeout.faults.host.Options;
import dev.shakeout.faults.host.Parent;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import java.io.IOException;
import java.time.Duration;

/**
 * Takes the packets that the kernel puts into a queue and lets them go on late, out of order or damaged; a process of its
 * own. When it ends the kernel lets all packets pass.
 *
 * <pre>
 *   --queue=20417                            number of the queue
 *   --delay=100ms --jitter=10ms              every packet waits
 *   --distribution=uniform                   or normal: what the jitter means
 *   --reorder=25%                            these do not wait, and so overtake those that do
 *   --corrupt=10%                            one bit of these is changed; not together with a delay
 * </pre>
 *
 * Prints "ready" once it has the queue, or else why it cannot have it.
 */
public final class PacketQueue {
    /** Half of the mark, where the rules put the number of the queue. */
    private static final int OWN_MARK = 0xffff_0000;

    private PacketQueue() {}

    public static void main(String[] arguments) {
        try {
            open(arguments);
        } catch (IOException | RuntimeException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
        Parent.readyUntilItEnds();
    }

    /**
     * Serves a queue in this process, until it ends.
     *
     * @param arguments as on the command line
     * @throws IOException somebody else has that queue, or the kernel knows none
     */
    public static void open(String... arguments) throws IOException {
        var options = Options.of(arguments);
        var corruption = new Corruption(share(options, "corrupt"));
        var delays = new Delays(
                span(options, "delay"),
                span(options, "jitter"),
                options.find("distribution").orElse("uniform").equals("normal"),
                share(options, "reorder"));
        var queue = KernelQueue.bind(Integer.parseInt(options.get("queue")), corruption.any(), OWN_MARK);
        var packets = new Waiting(queue);
        start("late", packets::release);
        start("packets", () -> packets.take(delays, corruption));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Without it the packets would wait for ever, and when this process ends they go on. */
    private static void start(String name, Work work) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException | RuntimeException e) {
                System.err.println("the packet queue is given up: " + e);
                Runtime.getRuntime().halt(1);
            }
        });
    }

    private static double share(Options options, String name) {
        return options.find(name).map(Percent::parse).map(Percent::fraction).orElse(0.0);
    }

    private static Duration span(Options options, String name) {
        return options.find(name).map(Span::parse).orElse(Duration.ZERO);
    }
}
