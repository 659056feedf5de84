package dev.shakeout.faults.host;

import dev.shakeout.faults.host.dns.DnsMessage;
import dev.shakeout.faults.host.dns.RecordType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One question to a DNS server, by UDP, and what came of it.
 *
 * @param error of the answer, 0 for none; {@link #SILENCE} if no answer came
 * @param millis until the answer, or until none was waited for any more
 */
public record Lookup(int error, double millis, List<String> addresses) {
    static final int SILENCE = -1;

    private static final int PORT = 53;
    private static final int LARGEST = 65_535;
    private static final int AT_ONCE = 20;

    /** SERVER NAME TYPE COUNT LIMIT-MILLIS; a name of one dot is the root. Prints a line for each. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException, IOException {
        InetAddress server = InetAddress.getByName(arguments[0]);
        String name = arguments[1].equals(".") ? "" : arguments[1];
        int type = RecordType.valueOf(arguments[2]).number();
        var limit = Duration.ofMillis(Long.parseLong(arguments[4]));
        ask(server, name, type, limit); // the first one of a JVM also loads its classes, on either side
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            int count = Integer.parseInt(arguments[3]);
            Callable<Lookup> one = () -> ask(server, name, type, limit);
            for (var each : threads.invokeAll(Collections.nCopies(count, one))) {
                System.out.println(each.get().line());
            }
        }
    }

    static Lookup ask(InetAddress server, String name, int type, Duration limit) throws IOException {
        int id = RandomGenerator.getDefault().nextInt(1 << 16);
        byte[] query = DnsMessage.query(id, name, type).bytes();
        long begin = System.nanoTime();
        long end = begin + limit.toNanos();
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(server, PORT));
            socket.send(new DatagramPacket(query, query.length));
            var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
            for (long left = end - begin; left > 0; left = end - System.nanoTime()) {
                socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
                socket.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                boolean ours = bytes.length > 1 && bytes[0] == query[0] && bytes[1] == query[1];
                var answer = DnsMessage.of(bytes).filter(each -> ours && each.isAnswer() && each.type() == type);
                if (answer.isPresent()) {
                    return new Lookup(
                            answer.get().error(),
                            (System.nanoTime() - begin) / 1e6,
                            answer.get().addresses().stream()
                                    .map(InetAddress::getHostAddress)
                                    .toList());
                }
            }
        } catch (IOException _) {
            // silence, refusal by ICMP, or no way there: nobody answers
        }
        return new Lookup(SILENCE, (System.nanoTime() - begin) / 1e6, List.of());
    }

    private String line() {
        return error + " " + millis + addresses.stream().map(each -> " " + each).collect(Collectors.joining());
    }

    static List<Lookup> parse(String lines) {
        var all = new ArrayList<Lookup>();
        for (String line : lines.lines().toList()) {
            List<String> word = List.of(line.split(" ", -1));
            all.add(new Lookup(
                    Integer.parseInt(word.get(0)), Double.parseDouble(word.get(1)), word.subList(2, word.size())));
        }
        return all;
    }
}
