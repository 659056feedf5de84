package dev.shakeout.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Requests and bytes a second through the proxy when no fault is on, beside Toxiproxy and haproxy (TCP mode, one thread).
 * Load and server run on the same machine; the ways take turns, so that what else the machine does meets all of them.
 * What counts is the median of the rounds' ratios.
 */
public final class ProxyThroughput {
    private static final int ROUNDS = Integer.getInteger("rounds", 11);
    private static final long NANOS = Long.getLong("millis", 1000) * 1_000_000;

    private ProxyThroughput() {}

    /** One way of taking a number. */
    private interface Measure {
        double of(InetSocketAddress address) throws IOException, InterruptedException;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        EchoLoop echo = EchoLoop.start(true);
        EchoLoop sink = EchoLoop.start(false);
        String only = System.getProperty("only", "");
        try (var peers = started(echo.port());
                var streams = started(sink.port())) {
            for (int clients : List.of(1, 10, 50, 200, 1000)) {
                compare(
                        "requests/s, kept, " + clients,
                        only,
                        echo.port(),
                        peers,
                        address -> ProxyLoad.perSecond(address, clients, false, NANOS));
            }
            for (int clients : List.of(1, 50, 1000)) {
                compare(
                        "requests/s, new, " + clients,
                        only,
                        echo.port(),
                        peers,
                        address -> ProxyLoad.perSecond(address, clients, true, NANOS));
            }
            for (int count : List.of(1, 4)) {
                compare("MB/s, streams, " + count, only, sink.port(), streams, address -> stream(address, count, sink));
            }
        }
        System.exit(0);
    }

    private static ProxyPeers started(int upstream) throws IOException, InterruptedException {
        var peers = new ProxyPeers();
        peers.ours(upstream);
        peers.toxiproxy(upstream);
        peers.haproxy(upstream);
        return peers;
    }

    private static void compare(String what, String only, int direct, ProxyPeers peers, Measure measure)
            throws IOException, InterruptedException {
        if (!what.contains(only)) {
            return;
        }
        var ways = new LinkedHashMap<String, InetSocketAddress>();
        ways.put("direct", new InetSocketAddress(InetAddress.getLoopbackAddress(), direct));
        ways.putAll(peers.addresses());
        var results = new LinkedHashMap<String, List<Double>>();
        var costs = new LinkedHashMap<String, List<Double>>();
        for (int round = 0; round < ROUNDS; round++) {
            for (var way : ways.entrySet()) {
                double before = peers.processorSeconds(way.getKey());
                double value = measure.of(way.getValue());
                double used = peers.processorSeconds(way.getKey()) - before;
                results.computeIfAbsent(way.getKey(), _ -> new ArrayList<>()).add(value);
                costs.computeIfAbsent(way.getKey(), _ -> new ArrayList<>())
                        .add(used * 1e6 / (value * (NANOS + ProxyLoad.WARM_UP_NANOS) / 1e9));
            }
        }
        print(what, results, costs);
    }

    private static void print(String what, Map<String, List<Double>> results, Map<String, List<Double>> costs) {
        System.out.printf("%-24s", what);
        results.forEach((name, values) -> System.out.printf(
                "  %s %.0f (%.1f us)",
                name, Trials.median(values), Trials.median(costs.getOrDefault(name, List.of(0.0)))));
        List<Double> ours = results.getOrDefault(ProxyPeers.OURS, List.of());
        for (String peer : List.of(ProxyPeers.TOXIPROXY, ProxyPeers.HAPROXY)) {
            List<Double> theirs = results.getOrDefault(peer, List.of());
            if (!theirs.isEmpty()) {
                var ratios = new ArrayList<Double>();
                for (int i = 0; i < ours.size(); i++) {
                    ratios.add(ours.get(i) / theirs.get(i));
                }
                System.out.printf("  | %.2f x %s", Trials.median(ratios), peer);
            }
        }
        System.out.println();
    }

    /** Megabytes a second that arrive when so many clients send as fast as they can. */
    private static double stream(InetSocketAddress address, int count, EchoLoop sink)
            throws IOException, InterruptedException {
        var over = new AtomicBoolean();
        var senders = new ArrayList<Thread>();
        for (int i = 0; i < count; i++) {
            var socket = new Socket(address.getAddress(), address.getPort());
            senders.add(Thread.ofPlatform().start(() -> send(socket, over)));
        }
        Thread.sleep(200);
        long before = sink.swallowed();
        long begin = System.nanoTime();
        Thread.sleep(NANOS / 1_000_000);
        double rate = (sink.swallowed() - before) * 1e3 / (System.nanoTime() - begin);
        over.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        return rate;
    }

    private static void send(Socket socket, AtomicBoolean over) {
        var chunk = new byte[64 << 10];
        try (socket) {
            while (!over.get()) {
                socket.getOutputStream().write(chunk);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
