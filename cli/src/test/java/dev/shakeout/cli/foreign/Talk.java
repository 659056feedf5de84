package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What somebody says again and again to the peers of a fault, as a fault that meets nothing has no effect. Runs in the network
 * of a target, and ends with its standard input.
 */
final class Talk implements AutoCloseable {
    private static final int OFTEN = 50;
    private static final long OFTEN_NANOS = OFTEN * 1_000_000L;

    private final List<Process> processes;

    private Talk(List<Process> processes) {
        this.processes = processes;
    }

    static Talk of(Drill drill, Stands stands, Machine machine) throws IOException {
        List<String> words = drill.calls().stream()
                .filter(call -> call.fault().startsWith("network/"))
                .flatMap(call -> words(call.arguments(), stands.ends(call)).stream())
                .distinct()
                .toList();
        var processes = new ArrayList<Process>();
        if (!words.isEmpty()) {
            boolean onHost = drill.calls().stream().anyMatch(call -> call.kind().equals("host"));
            List<String> pids = onHost ? List.of("self") : stands.pids();
            for (String pid : pids) {
                var argv = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid + "/ns/net"));
                argv.addAll(machine.java());
                argv.add(Talk.class.getName());
                argv.addAll(words);
                processes.add(new ProcessBuilder(argv)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
        }
        return new Talk(processes);
    }

    /**
     * Peers and filters in which some of the traffic of the target would not be met.
     *
     * @param ends addresses of peers that are selected
     */
    private static List<String> words(Json.Obj arguments, List<String> ends) {
        var words = new ArrayList<String>();
        String port = text(arguments, "port").isEmpty() ? "0" : text(arguments, "port");
        String protocol = text(arguments, "protocol").isEmpty() ? "any" : text(arguments, "protocol");
        List<String> ports = texts(arguments, "peer-ports");
        String to = ports.isEmpty() ? "7" : ports.getFirst().split("-", -1)[0];
        var peers = new ArrayList<>(peers(arguments));
        peers.addAll(ends);
        if (peers.isEmpty() || peers.contains("0.0.0.0/0") || peers.contains("any")) {
            peers.clear();
            peers.add(text(arguments, "interface").equals("eth1") ? World.BY_THE_OTHER_CABLE : World.ANYBODY);
        }
        for (String peer : peers) {
            words.add(String.join(" ", protocol, port, Peer.address(peer), to));
        }
        return words;
    }

    static List<String> peers(Json.Obj arguments) {
        var peers = new ArrayList<>(texts(arguments, "peers"));
        peers.addAll(texts(arguments, "from"));
        return peers;
    }

    /** Names of those that are left alone. */
    static List<String> spared(Json.Obj arguments) {
        return texts(arguments, "except").stream().filter(Peer::isName).toList();
    }

    /** All other names that have to stand for an address. */
    static List<String> names(Json.Obj arguments) {
        var names = new ArrayList<>(peers(arguments));
        names.addAll(texts(arguments, "addresses"));
        return names.stream().filter(Peer::isName).toList();
    }

    private static List<String> texts(Json.Obj arguments, String key) {
        return arguments
                .get(key)
                .map(value -> value instanceof Json.Arr(var items) ? items : List.of(value))
                .orElse(List.of())
                .stream()
                .filter(item -> !(item instanceof Json.Obj)) // a selector
                .map(Json::text)
                .toList();
    }

    private static String text(Json.Obj from, String key) {
        return from.get(key).map(Json::text).orElse("");
    }

    /** PROTOCOL OWN-PORT PEER PEER-PORT, each one argument. */
    public static void main(String[] arguments) throws IOException {
        for (String argument : arguments) {
            String[] word = argument.split(" ", -1);
            var peer = new InetSocketAddress(InetAddress.getByName(word[2]), Integer.parseInt(word[3]));
            for (String protocol : word[0].equals("any") ? List.of("tcp", "udp", "icmp") : List.of(word[0])) {
                Thread.ofPlatform().daemon().start(() -> talk(protocol, Integer.parseInt(word[1]), peer));
            }
        }
        var _ = System.in.read();
        System.exit(0);
    }

    private static void talk(String protocol, int port, InetSocketAddress peer) {
        while (true) {
            try {
                switch (protocol) {
                    case "tcp" -> connect(port, peer);
                    case "udp" -> send(port, peer);
                    default -> {
                        var _ = peer.getAddress().isReachable(OFTEN);
                    }
                }
            } catch (IOException e) {
                // that nobody answers is what some faults bring about
            }
            LockSupport.parkNanos(OFTEN_NANOS);
        }
    }

    private static void connect(int port, InetSocketAddress peer) throws IOException {
        try (var socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.setSoLinger(true, 0); // the port is free again at once
            socket.bind(new InetSocketAddress(port));
            socket.connect(peer, 300);
        }
    }

    private static void send(int port, InetSocketAddress peer) throws IOException {
        try (var socket = new DatagramSocket(null)) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            socket.send(new DatagramPacket(new byte[8], 8, peer));
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
