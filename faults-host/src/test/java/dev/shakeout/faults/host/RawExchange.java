package dev.shakeout.faults.host;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that are sent to port 53 as they are, and what comes back. */
public final class RawExchange {
    private RawExchange() {}

    /** udp or tcp, ADDRESS, BYTES in hexadecimal. */
    public static void main(String[] arguments) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(arguments[2]);
        var address = new InetSocketAddress(arguments[1], 53);
        try {
            byte[] back = arguments[0].equals("udp") ? byUdp(address, bytes) : byTcp(address, bytes);
            System.out.println(HexFormat.of().formatHex(back));
        } catch (SocketTimeoutException _) {
            System.out.println("silence");
        }
    }

    private static byte[] byUdp(InetSocketAddress address, byte[] bytes) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(1000);
            socket.connect(address);
            socket.send(new DatagramPacket(bytes, bytes.length));
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }
    }

    /** All that comes until an answer is whole, by the length before it. */
    private static byte[] byTcp(InetSocketAddress address, byte[] bytes) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(address, 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(bytes);
            byte[] head = socket.getInputStream().readNBytes(2);
            int length = (head[0] & 0xff) << 8 | head[1] & 0xff;
            byte[] body = socket.getInputStream().readNBytes(length);
            return body;
        }
    }
}
