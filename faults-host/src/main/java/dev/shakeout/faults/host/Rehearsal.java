package dev.shakeout.faults.host;

import dev.shakeout.faults.host.dns.AnswerQueue;
import dev.shakeout.faults.host.proxy.Proxy;
import dev.shakeout.faults.host.queue.PacketQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes once through what the children do that a fault of the network waits for, so that their start-up cache can be made
 * from it. Nobody else's traffic is met: no packet filter knows of the queues, and nobody of the proxies.
 */
public final class Rehearsal {
    private static final int LAST_QUEUE = 65535;

    private Rehearsal() {}

    /** One that cannot be had here will be a little slower, and nothing else. */
    private interface Part {
        void play() throws IOException;
    }

    public static void main(String[] arguments) {
        play(Rehearsal::proxy);
        play(() -> PacketQueue.open(queue(0), "--delay=1ms", "--jitter=1ms", "--reorder=1%", "--corrupt=1%"));
        play(() -> answers(1, "--error=NXDOMAIN"));
        play(() -> answers(2, "--silence"));
        play(() -> answers(3, "--delay=1ms", "--jitter=1ms"));
        play(() -> answers(4, "--address=192.0.2.1", "--ttl=1s"));
        Parent.readyUntilItEnds();
    }

    private static void play(Part part) {
        try {
            part.play();
        } catch (IOException | RuntimeException e) {
            System.err.println("left out: " + e);
        }
    }

    private static String queue(int number) {
        return "--queue=" + (LAST_QUEUE - number);
    }

    private static void answers(int number, String... trouble) throws IOException {
        var arguments = new ArrayList<>(List.of(queue(number), "--name=*.example", "--type=A", "--percent=50%"));
        arguments.addAll(List.of(trouble));
        AnswerQueue.open(arguments.toArray(new String[0]));
    }

    /** One that passes a byte on, and one with all kinds of faults. */
    private static void proxy() throws IOException {
        try (var service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String upstream = "--upstream=127.0.0.1:" + service.getLocalPort();
            int port = freePort();
            Proxy.open(
                    "--listen=127.0.0.1:" + port, upstream, "--source=127.0.0.1", "--fault=delay 1ms 1ms percent=50%");
            try (var client = new Socket(service.getInetAddress(), port);
                    var server = service.accept()) {
                client.getOutputStream().write(1);
                server.getOutputStream().write(server.getInputStream().read());
                client.getInputStream().read();
            }
            Proxy.open(
                    "--listen=127.0.0.1:0",
                    upstream,
                    "--fault=reset 1h",
                    "--fault=slow-close 1ms",
                    "--fault=limit-data 10KiB",
                    "--fault=slicer 64B 1ms",
                    "--fault=bandwidth 10KiB direction=answers",
                    "--fault=http delay latency=1ms method=GET path=/*",
                    "--fault=http answer status=503",
                    "--fault=http rewrite set.a=b body=c");
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
