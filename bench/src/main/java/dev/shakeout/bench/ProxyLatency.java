package dev.shakeout.bench;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.proxy.Proxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the proxy adds to a round trip when no fault is on, beside a peer in the same run: socat where it is installed,
 * else the least that a relay can be. Every relay is a process of its own; the ways take turns, so that what else the
 * machine does meets all of them.
 */
public final class ProxyLatency {
    private static final int ROUNDS = 20;
    private static final int TRIPS = 500;
    private static final int WARM_UP = 5_000;
    private static final byte[] MESSAGE = new byte[100];

    private ProxyLatency() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 3 && arguments[0].equals("relay")) {
            relay(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            return;
        }
        Machine machine = Machine.local();
        var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> echo(server));
        int upstream = server.getLocalPort();
        int ours = freePort();
        int peers = freePort();
        Optional<java.nio.file.Path> socat = machine.tool("socat");
        String peer = socat.isPresent() ? "socat" : "minimal NIO relay";
        var children = List.of(proxy(machine, ours, upstream), peer(machine, socat, peers, upstream));
        try {
            var ways = new LinkedHashMap<String, Integer>();
            ways.put("direct", upstream);
            ways.put("through the proxy", ours);
            ways.put("through " + peer, peers);
            print(measure(ways));
        } finally {
            children.forEach(Process::destroyForcibly);
        }
    }

    private static Process proxy(Machine machine, int listen, int upstream) throws IOException {
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(
                Proxy.class.getName(), "--listen", "127.0.0.1:" + listen, "--upstream", "127.0.0.1:" + upstream));
        return awaitListening(new ProcessBuilder(argv).start(), listen);
    }

    private static Process peer(Machine machine, Optional<java.nio.file.Path> socat, int listen, int upstream)
            throws IOException {
        var argv = new ArrayList<String>();
        if (socat.isPresent()) {
            argv.addAll(List.of(
                    socat.get().toString(),
                    "TCP-LISTEN:" + listen + ",bind=127.0.0.1,reuseaddr,fork,nodelay",
                    "TCP:127.0.0.1:" + upstream + ",nodelay"));
        } else {
            argv.addAll(machine.java());
            argv.addAll(List.of(ProxyLatency.class.getName(), "relay", "" + listen, "" + upstream));
        }
        return awaitListening(new ProcessBuilder(argv).start(), listen);
    }

    private static Process awaitListening(Process process, int port) throws IOException {
        for (int tries = 0; tries < 200; tries++) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return process;
            } catch (IOException _) {
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
        }
        process.destroyForcibly();
        throw new IOException("nobody listens on port " + port);
    }

    private static Map<String, long[]> measure(Map<String, Integer> ways) throws IOException {
        var times = new LinkedHashMap<String, long[]>();
        var sockets = new LinkedHashMap<String, Socket>();
        for (var way : ways.entrySet()) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), way.getValue());
            socket.setTcpNoDelay(true);
            sockets.put(way.getKey(), socket);
            times.put(way.getKey(), new long[ROUNDS * TRIPS]);
            for (int i = 0; i < WARM_UP; i++) {
                tripNanos(socket);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (var way : times.entrySet()) {
                Socket socket = java.util.Objects.requireNonNull(sockets.get(way.getKey()));
                for (int i = 0; i < TRIPS; i++) {
                    way.getValue()[round * TRIPS + i] = tripNanos(socket);
                }
            }
        }
        for (Socket socket : sockets.values()) {
            socket.close();
        }
        return times;
    }

    private static long tripNanos(Socket socket) throws IOException {
        long begin = System.nanoTime();
        socket.getOutputStream().write(MESSAGE);
        if (socket.getInputStream().readNBytes(MESSAGE.length).length < MESSAGE.length) {
            throw new IOException("the connection ended");
        }
        return System.nanoTime() - begin;
    }

    private static void print(Map<String, long[]> times) {
        double direct = 0;
        System.out.printf("%-28s %10s %10s %12s%n", "round trip of 100 bytes", "p50 us", "p99 us", "added p50 us");
        for (var way : times.entrySet()) {
            Arrays.sort(way.getValue());
            double p50 = way.getValue()[way.getValue().length / 2] / 1e3;
            double p99 = way.getValue()[way.getValue().length * 99 / 100] / 1e3;
            direct = way.getKey().equals("direct") ? p50 : direct;
            System.out.printf("%-28s %10.1f %10.1f %12.1f%n", way.getKey(), p50, p99, p50 - direct);
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static void echo(ServerSocket server) {
        while (true) {
            try {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> {
                    try (client) {
                        client.getInputStream().transferTo(client.getOutputStream());
                    } catch (IOException _) {
                        // the client has gone
                    }
                });
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** One thread, one selector, no faults: the floor for a relay on the JVM. */
    private static void relay(int listen, int upstream) throws IOException {
        var selector = Selector.open();
        var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), listen));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        var buffer = ByteBuffer.allocateDirect(32 << 10);
        while (true) {
            selector.select(key -> {
                try {
                    if (key.isAcceptable()) {
                        join(selector, server.accept(), upstream);
                    } else {
                        pump(key, buffer);
                    }
                } catch (IOException e) {
                    key.cancel();
                }
            });
        }
    }

    private static void join(Selector selector, SocketChannel client, int upstream) throws IOException {
        var server = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream));
        follow(selector, client, server);
        follow(selector, server, client);
    }

    private static void follow(Selector selector, SocketChannel from, SocketChannel to) throws IOException {
        from.socket().setTcpNoDelay(true);
        from.configureBlocking(false);
        from.register(selector, SelectionKey.OP_READ, to);
    }

    private static void pump(SelectionKey key, ByteBuffer buffer) throws IOException {
        var from = (SocketChannel) key.channel();
        var to = (SocketChannel) key.attachment();
        buffer.clear();
        if (from.read(buffer) < 0) {
            from.close();
            to.close();
            return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
    }
}
