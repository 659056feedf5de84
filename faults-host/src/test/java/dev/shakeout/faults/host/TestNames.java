package dev.shakeout.faults.host;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A DNS server as a real one answers: every name has two addresses of each kind, its records point back to the question,
 * and there is an OPT record behind them. Names that begin with "no" do not exist. Bytes that are no question come back as
 * they are.
 */
public final class TestNames {
    private static final int A = 1;
    private static final int AAAA = 28;

    private TestNames() {}

    /** ADDRESS…; by UDP and TCP. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (String argument : arguments) {
            var address = new InetSocketAddress(argument, 53);
            var datagrams = new DatagramSocket(address);
            var connections = new ServerSocket();
            connections.setReuseAddress(true);
            connections.bind(address);
            Thread.ofPlatform().daemon().start(() -> serve(datagrams));
            Thread.ofPlatform().daemon().start(() -> serve(connections));
        }
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static void serve(DatagramSocket socket) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[4096], 4096);
                socket.receive(packet);
                packet.setData(answer(Arrays.copyOf(packet.getData(), packet.getLength())));
                socket.send(packet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(ServerSocket listener) {
        while (true) {
            try {
                Socket client = listener.accept();
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            while (true) {
                byte[] answer = answer(in.readNBytes(in.readUnsignedShort()));
                client.getOutputStream()
                        .write(ByteBuffer.allocate(2 + answer.length)
                                .putShort((short) answer.length)
                                .put(answer)
                                .array());
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private static byte[] answer(byte[] query) throws IOException {
        if (query.length < 17 || query[5] != 1) {
            return query;
        }
        int end = 12;
        while (end < query.length && query[end] > 0) {
            end += query[end] + 1;
        }
        if (end + 5 > query.length || query[end] < 0) {
            return query;
        }
        int type = ByteBuffer.wrap(query).getShort(end + 1);
        boolean exists = query[13] != 'n' || query[14] != 'o';
        var writing = ByteBuffer.allocate(512);
        writing.put(query, 0, end + 5);
        int count = exists && (type == A || type == AAAA) ? 2 : 0;
        writing.putShort(2, (short) (exists ? 0x8580 : 0x8583))
                .putShort(6, (short) count)
                .putShort(8, (short) 0)
                .putShort(10, (short) 1);
        for (int i = 1; i <= count; i++) {
            String address = type == A ? "192.0.2." + i : "2001:db8::" + i;
            byte[] data = InetAddress.getByName(address).getAddress();
            writing.putShort((short) 0xc00c)
                    .putShort((short) type)
                    .putShort((short) 1)
                    .putInt(60)
                    .putShort((short) data.length)
                    .put(data);
        }
        writing.put((byte) 0)
                .putShort((short) 41)
                .putShort((short) 1232)
                .putInt(0)
                .putShort((short) 0);
        return Arrays.copyOf(writing.array(), writing.position());
    }
}
