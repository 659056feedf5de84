package dev.shakeout.faults.host.dns;

import dev.shakeout.faults.host.Options;
import dev.shakeout.faults.host.Parent;
import dev.shakeout.faults.host.queue.KernelQueue;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Takes the answers of DNS servers that the kernel puts into a queue and changes, holds or drops some; a process of its
 * own. When it ends the kernel lets all of them pass.
 *
 * <pre>
 *   --queue=20417                            number of the queue
 *   --name=*.orders.example --type=A         which questions are met; each any number of times
 *   --percent=30%                            and how many of them
 *   --error=NXDOMAIN | --silence             what becomes of their answers: one of these
 *   --delay=400ms --jitter=50ms
 *   --address=10.0.0.9 --random --ttl=30s
 * </pre>
 *
 * What is no answer to a single question passes as it is. Prints "ready" once it has the queue, or else why it cannot have
 * it.
 */
public final class AnswerQueue {
    private final KernelQueue queue;
    private final Met met;
    private final Trouble trouble;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private AnswerQueue(KernelQueue queue, Met met, Trouble trouble) {
        this.queue = queue;
        this.met = met;
        this.trouble = trouble;
    }

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
        var queue = KernelQueue.bind(Integer.parseInt(options.get("queue")), true, 0);
        var answers = new AnswerQueue(queue, met(options), trouble(options));
        Parent.work("the queue of DNS answers", answers::take);
    }

    private static Met met(Options options) {
        return new Met(
                options.all("name").stream().map(Glob::new).toList(),
                options.all("type").stream()
                        .map(type -> RecordType.valueOf(type).number())
                        .collect(Collectors.toSet()),
                Percent.parse(options.get("percent")),
                RandomGenerator.getDefault().nextLong());
    }

    private static Trouble trouble(Options options) throws UnknownHostException {
        if (options.has("silence")) {
            return new Trouble.Silence();
        }
        Optional<String> error = options.find("error");
        if (error.isPresent()) {
            return new Trouble.Failure(ErrorCode.valueOf(error.get()).number());
        }
        Optional<Duration> delay = options.find("delay").map(Span::parse);
        if (delay.isPresent()) {
            return new Trouble.Late(delay.get(), Span.parse(options.get("jitter")));
        }
        var addresses = new ArrayList<InetAddress>();
        for (String address : options.all("address")) {
            addresses.add(InetAddress.getByName(address)); // no name, so nobody is asked
        }
        int seconds = (int) Span.parse(options.get("ttl")).toSeconds();
        return new Trouble.Wrong(List.copyOf(addresses), options.has("random"), seconds);
    }

    /** For as long as the kernel gives some. */
    private void take() throws IOException {
        var gate = queue.new Gate();
        var lateGate = queue.new Gate();
        while (true) {
            KernelQueue.Packet packet = queue.next();
            long arrival = System.nanoTime();
            switch (Fate.of(packet.payload(), met, trouble)) {
                case Fate.Untouched _ -> gate.open(packet);
                case Fate.Dropped _ -> gate.shut(packet);
                case Fate.Held(long nanos) -> hold(packet, arrival + nanos, lateGate);
                case Fate.Changed(var changed) -> gate.open(packet, changed.bytes());
            }
        }
    }

    /** Never too early. */
    private void hold(KernelQueue.Packet packet, long due, KernelQueue.Gate gate) {
        var _ = later.schedule(() -> release(packet, due, gate), due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @SuppressWarnings("SystemExitOutsideMain") // else the answers would wait for ever; when this ends they go on
    private void release(KernelQueue.Packet packet, long due, KernelQueue.Gate gate) {
        try {
            if (System.nanoTime() < due) {
                hold(packet, due, gate);
            } else {
                gate.open(packet);
            }
        } catch (IOException e) {
            System.err.println("an answer cannot be let go: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }
}
