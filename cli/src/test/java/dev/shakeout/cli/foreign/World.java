package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Everybody else: in the network of the containers it has every address that a file names, takes every connection, and
 * knows every name. Cables lead there from the room, eth0 and eth1. Ends with its standard input.
 */
final class World implements AutoCloseable {
    static final String NAME_SERVER = "10.99.0.53";
    /** What each name stands for to the room. */
    static final String ANYBODY = "10.99.0.7";

    /** What those stand for that are named only to be left alone. */
    private static final String SPARED = "10.99.0.6";

    /** What a name stands for to its name server: an answer that a fault changes must have been another one before. */
    static final String ANSWER = "10.99.0.8";

    /** The end of the second cable. */
    static final String BY_THE_OTHER_CABLE = "10.98.1.1";

    private static final int PORT = 9;
    private static final String ADDRESSES = """
            PATH=$PATH:/usr/sbin:/sbin
            room=$1 port=$2
            shift 2
            for n in 0 1; do
              ip link add "room$n" type veth peer name "eth$n" && ip link set "eth$n" netns "$room" &&
                ip addr add "10.98.$n.1/24" dev "room$n" && ip link set "room$n" up || exit 1
            done
            for net in 10.99.0.0/16 "$@"; do
              ip route replace local "$net" dev lo &&
                iptables -w -t nat -A PREROUTING -p tcp -d "$net" -j REDIRECT --to-ports "$port" || exit 1
            done""";

    private static final String CABLES = """
            PATH=$PATH:/usr/sbin:/sbin
            for n in 0 1; do
              ip addr add "10.98.$n.2/24" dev "eth$n" && ip link set "eth$n" up || exit 1
            done
            ip route add default via 10.98.0.1 && ip route add 10.0.0.1 via 10.98.1.1""";

    private final Process process;

    private World(Process process) {
        this.process = process;
    }

    /** In the network of an engine; the names are known to this one's host too. */
    static World of(List<CorpusFile> files, Engine engine, Path folder, Machine machine)
            throws IOException, InterruptedException {
        List<Json.Obj> arguments = files.stream()
                .flatMap(file -> file.translated().stream())
                .flatMap(document -> Drill.of(document).calls().stream())
                .map(Drill.Call::arguments)
                .toList();
        List<String> peers = arguments.stream()
                .flatMap(each -> Talk.peers(each).stream())
                .distinct()
                .toList();
        List<String> spared = arguments.stream()
                .flatMap(each -> Talk.spared(each).stream())
                .distinct()
                .toList();
        List<String> names = arguments.stream()
                .flatMap(each -> Talk.names(each).stream())
                .filter(name -> !spared.contains(name))
                .distinct()
                .toList();
        Path hosts = Files.writeString(
                folder.resolve("hosts"),
                "127.0.0.1 localhost\n" + ANYBODY + " " + String.join(" ", names) + "\n" + SPARED + " "
                        + String.join(" ", spared) + "\n");
        must(List.of("mount", "--bind", hosts.toString(), "/etc/hosts"));
        var addresses = new ArrayList<>(engine.inItsNetwork());
        addresses.addAll(List.of(
                "sh",
                "-c",
                ADDRESSES,
                "sh",
                Long.toString(ProcessHandle.current().pid()),
                Integer.toString(PORT)));
        addresses.addAll(peers.stream()
                .flatMap(peer -> Peer.net(peer).stream())
                .distinct()
                .toList());
        must(addresses);
        must(List.of("sh", "-c", CABLES));
        return begin(engine.inItsNetwork(), machine);
    }

    /** In a network that is made ready for it, once it answers. */
    static World begin(List<String> inItsNetwork, Machine machine) throws IOException {
        var argv = new ArrayList<>(inItsNetwork);
        argv.addAll(machine.java());
        argv.add(World.class.getName());
        var process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.inputReader().readLine() == null) {
            throw new IOException("the peers do not answer");
        }
        return new World(process);
    }

    private static void must(List<String> argv) throws IOException, InterruptedException {
        Process made =
                new ProcessBuilder(argv).redirectErrorStream(true).inheritIO().start();
        if (!made.waitFor(30, TimeUnit.SECONDS) || made.exitValue() != 0) {
            throw new IOException("failed: " + argv);
        }
    }

    public static void main(String[] arguments) throws IOException {
        var names = new DatagramSocket(53, InetAddress.getByName(NAME_SERVER));
        var server = new ServerSocket(PORT);
        Thread.ofPlatform().daemon().start(() -> answer(names));
        Thread.ofPlatform().daemon().start(() -> accept(server));
        System.out.println("ready");
        var _ = System.in.read();
        System.exit(0);
    }

    private static void accept(ServerSocket server) {
        while (true) {
            try (var connection = server.accept()) {
                connection.shutdownOutput();
            } catch (IOException e) {
                // the other end has gone away
            }
        }
    }

    private static void answer(DatagramSocket names) {
        while (true) {
            try {
                var packet = new DatagramPacket(new byte[1500], 1500);
                names.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                names.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException | RuntimeException e) {
                // whoever asked asks again
            }
        }
    }

    /** An address for every name; of the sixth version nobody has one (RFC 1035, section 4). */
    private static byte[] answer(ByteBuffer question) {
        int end = 12;
        while (question.get(end) != 0) {
            end += 1 + question.get(end);
        }
        end += 5;
        boolean asksForAddress = question.getShort(end - 4) == 1;
        var answer = ByteBuffer.allocate(end + (asksForAddress ? 16 : 0));
        answer.put(question.array(), 0, end);
        answer.putShort(2, (short) 0x8180)
                .putShort(6, (short) (asksForAddress ? 1 : 0))
                .putInt(8, 0);
        if (asksForAddress) {
            answer.putShort((short) 0xc00c)
                    .putShort((short) 1)
                    .putShort((short) 1)
                    .putInt(60)
                    .putShort((short) 4);
            answer.put(InetAddress.ofLiteral(ANSWER).getAddress());
        }
        return answer.array();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
