package dev.shakeout.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much later than asked for a delay of 100 ms lets a message through, by 200 connections: open-loop at 1,000 messages a
 * second, and closed-loop with all of them in step; beside Toxiproxy. What the way there and back takes by itself counts
 * as error, for both.
 */
public final class ProxyDelay {
    private static final int ROUNDS = Integer.getInteger("rounds", 11);
    private static final int CONNECTIONS = 200;
    private static final int PER_SECOND = 1000;
    private static final long DELAY_NANOS = 100_000_000;

    private ProxyDelay() {}

    /** Errors of one round, in milliseconds. */
    private record Errors(double least, double p50, double p99) {
        static Errors of(long[] trips) {
            Arrays.sort(trips);
            return new Errors(
                    millis(trips[0]), millis(trips[trips.length / 2]), millis(trips[trips.length * 99 / 100]));
        }

        private static double millis(long trip) {
            return (trip - DELAY_NANOS) / 1e6;
        }
    }

    /** One way of asking. */
    private interface Ask {
        long[] of(DelayedTrips trips) throws IOException;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        EchoLoop echo = EchoLoop.start(true);
        try (var peers = new ProxyPeers()) {
            peers.ours(echo.port(), "delay 100ms");
            peers.toxiproxy(echo.port(), """
                    {"type": "latency", "stream": "upstream", "attributes": {"latency": 100}}""");
            var trips = new LinkedHashMap<String, DelayedTrips>();
            for (Map.Entry<String, InetSocketAddress> peer : peers.addresses().entrySet()) {
                var each = new DelayedTrips(peer.getValue(), CONNECTIONS);
                each.openLoop(PER_SECOND, 3000);
                trips.put(peer.getKey(), each);
            }
            compare("open loop, 1000/s", trips, each -> each.openLoop(PER_SECOND, 2000));
            compare("closed loop, in step", trips, each -> each.inStep(15));
        }
        System.exit(0);
    }

    private static void compare(String what, Map<String, DelayedTrips> ways, Ask ask) throws IOException {
        var results = new LinkedHashMap<String, List<Errors>>();
        for (int round = 0; round < ROUNDS; round++) {
            for (var way : ways.entrySet()) {
                results.computeIfAbsent(way.getKey(), _ -> new ArrayList<>()).add(Errors.of(ask.of(way.getValue())));
            }
        }
        System.out.printf("%-24s %12s %12s %12s   (ms, medians of %d rounds)%n", what, "least", "p50", "p99", ROUNDS);
        results.forEach((name, errors) -> System.out.printf(
                "  %-22s %12.3f %12.3f %12.3f%n",
                name,
                errors.stream().mapToDouble(Errors::least).min().orElseThrow(),
                Trials.median(errors.stream().map(Errors::p50).toList()),
                Trials.median(errors.stream().map(Errors::p99).toList())));
    }
}
