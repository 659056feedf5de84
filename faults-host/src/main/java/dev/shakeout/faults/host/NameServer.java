package dev.shakeout.faults.host;

import dev.shakeout.faults.host.dns.DnsMessage;
import dev.shakeout.faults.host.dns.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The DNS server of a dummy's own network, at the addresses where it looks for one: every name has the same addresses. */
final class NameServer {
    private static final int PORT = 53;
    /** Not what a fault is tried with, or the wrong answer would be the true one. */
    private static final List<InetAddress> ANSWER = List.of(Spot.address("127.0.0.2"), Spot.address("::1"));

    private NameServer() {}

    static List<Net> addresses() {
        return Resolvers.of(Path.of("/etc/resolv.conf"));
    }

    /** At as many of them as can be had. */
    static void start() {
        for (Net address : addresses()) {
            try {
                var socket = new DatagramSocket(new InetSocketAddress(address.address(), PORT));
                Thread.ofPlatform().daemon().name("names").start(() -> serve(socket));
            } catch (SocketException _) {
                // the fault of DNS says that nobody answers
            }
        }
    }

    private static void serve(DatagramSocket socket) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                var query = DnsMessage.of(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (query.isPresent()) {
                    packet.setData(answer(query.get()).bytes());
                    socket.send(packet);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DnsMessage answer(DnsMessage query) {
        List<InetAddress> fitting = ANSWER.stream()
                .filter(each -> RecordType.of(each).number() == query.type())
                .toList();
        return query.answer(0, fitting, 0);
    }
}
