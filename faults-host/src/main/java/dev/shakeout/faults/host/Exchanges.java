package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many of the least exchanges with a port, and how many of them had to wait for a packet to be sent again, or failed. */
public final class Exchanges {
    /** Linux sends nothing again before 200 ms (TCP_RTO_MIN in the kernel's include/net/tcp.h). */
    private static final double HURT_MILLIS = 150;

    private static final Duration LIMIT = Duration.ofMillis(250);
    private static final int AT_ONCE = 8;

    /**
     * The first exchanges of fresh JVMs, on either side, are slow by themselves, above all on a slow machine; with the fault
     * on they go on being hurt.
     */
    private static final int WARMINGS = 5;

    private Exchanges() {}

    /** Of packets that are lost or damaged with some probability; an exchange has a few of them. */
    static Share hurt(Spot spot, double share, Direction direction, Target target, Machine machine) {
        int packets = direction == Direction.BOTH ? 4 : 2;
        double hurt = 1 - Math.pow(1 - share, packets);
        int count = Share.count(hurt, 40, 1000);
        String what = "how many of " + count + " empty exchanges with " + spot + " lose a packet";
        return Share.of(what, count, hurt, Duration.ofSeconds(15), () -> near(target, spot, count, machine));
    }

    private static Reading near(Target target, Spot spot, int count, Machine machine) throws IOException {
        var namespace = NetNamespace.of(target, machine);
        int hurt = namespace.inode().isEmpty()
                ? hurt(spot.host(), spot.port(), count)
                : within(namespace, target, spot, count, machine);
        return new Reading(hurt, "", hurt + " of " + count + " empty exchanges with " + spot + " lost a packet");
    }

    private static int within(NetNamespace namespace, Target target, Spot spot, int count, Machine machine)
            throws IOException {
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(
                Exchanges.class.getName(), spot.host(), Integer.toString(spot.port()), Integer.toString(count)));
        var finished = machine.processes().run(namespace.inside(argv), Duration.ofSeconds(30));
        if (!finished.ok()) {
            throw new IOException("no exchanges with " + spot + " in the network namespace of " + target + ": "
                    + finished.complaint());
        }
        return Integer.parseInt(finished.output().strip());
    }

    /** HOST PORT COUNT. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(hurt(arguments[0], Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])));
    }

    private static int hurt(String host, int port, int count) throws IOException {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            int warm = 0;
            while (warm < WARMINGS && hurt(host, port, AT_ONCE, threads) > 0) {
                warm++;
            }
            return hurt(host, port, count, threads);
        }
    }

    private static int hurt(String host, int port, int count, ExecutorService threads) throws IOException {
        var pending = new ArrayList<Future<Boolean>>();
        for (int i = 0; i < count; i++) {
            pending.add(threads.submit(() -> hurt(Exchange.with(host, port, LIMIT))));
        }
        pending.forEach(Exchanges::await);
        int hurt = 0;
        for (Future<Boolean> one : pending) {
            if (one.state() != Future.State.SUCCESS) {
                throw new IOException("an exchange with " + host + ":" + port + " could not be tried");
            }
            hurt += one.resultNow() ? 1 : 0;
        }
        return hurt;
    }

    private static void await(Future<Boolean> one) {
        try {
            one.get();
        } catch (ExecutionException e) {
            // told by its state
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hurt(Exchange exchange) {
        return exchange.outcome() != Exchange.Outcome.ANSWERED || exchange.millis() >= HURT_MILLIS;
    }
}
