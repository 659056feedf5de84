package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesObject;
import dev.shakeout.testbed.RealNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everybody else as pods of a real node see it: {@link World} in the node's network. Has pods talk to the peers of a fault too,
 * as a fault that meets nothing has no effect.
 */
final class NodeWorld implements AutoCloseable {
    private static final String ADDRESSES = """
            PATH=$PATH:/usr/sbin:/sbin
            for net in 10.99.0.0/16 "$@"; do
              ip route replace local "$net" dev lo &&
                iptables -w -t nat -A PREROUTING -p tcp -d "$net" -j REDIRECT --to-ports 9 || exit 1
            done""";

    private final Machine machine;
    private final World world;

    private NodeWorld(Machine machine, World world) {
        this.machine = machine;
        this.world = world;
    }

    static NodeWorld on(RealNode node, List<Pair> pairs, Machine machine) throws IOException {
        List<String> inItsNetwork = node.inIt().stream()
                .filter(word -> word.equals("nsenter") || word.startsWith("--net="))
                .toList();
        var addresses = new ArrayList<>(inItsNetwork);
        addresses.addAll(List.of("sh", "-c", ADDRESSES, "sh"));
        pairs.stream()
                .flatMap(pair -> pair.theirs().calls().stream())
                .flatMap(call -> literals(call.arguments()).stream())
                .flatMap(peer -> Peer.net(peer).stream())
                .distinct()
                .forEach(addresses::add);
        var made = machine.processes().run(addresses);
        if (!made.ok()) {
            throw new IOException(made.complaint());
        }
        return new NodeWorld(machine, World.begin(inItsNetwork, machine));
    }

    /** Peers by address or name, where there are any. */
    private static List<String> literals(Json.Obj arguments) {
        return Stream.of("peers", "from")
                .flatMap(key -> arguments.get(key).stream())
                .flatMap(value -> value instanceof Json.Arr(var items) ? items.stream() : Stream.of(value))
                .filter(value -> !(value instanceof Json.Obj))
                .map(Json::text)
                .toList();
    }

    /** What all of these pods say to the peers of faults of the network, until it is closed. */
    Talking talking(Drill drill, List<KubernetesObject> pods) throws IOException {
        List<String> words = drill.calls().stream()
                .filter(call -> call.fault().startsWith("network/"))
                .flatMap(call -> words(call.arguments(), pods).stream())
                .distinct()
                .toList();
        var processes = new ArrayList<Process>();
        if (!words.isEmpty()) {
            for (KubernetesObject pod : pods) {
                var argv = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid(pod) + "/ns/net"));
                argv.addAll(machine.java());
                argv.add(Talk.class.getName());
                argv.addAll(words);
                processes.add(new ProcessBuilder(argv)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
            }
        }
        return new Talking(processes);
    }

    /** Those of selected peers are all pods of the drill. */
    private static List<String> words(Json.Obj arguments, List<KubernetesObject> pods) {
        String own = arguments.get("port").map(Json::text).orElse("0");
        String to = arguments
                .get("peer-ports")
                .map(ports -> ((Json.Arr) ports).items().getFirst().text().split("-", -1)[0])
                .orElse("80");
        String protocol = arguments.get("protocol").map(Json::text).orElse("any");
        var peers = new ArrayList<>(literals(arguments));
        if (peers.contains("0.0.0.0/0")) {
            peers.clear();
            peers.add(World.ANYBODY);
        }
        if (peers.isEmpty()) {
            pods.forEach(pod -> peers.add(pod.text("status", "podIP")));
        }
        return peers.stream()
                .map(peer -> Peer.isName(peer) ? World.ANSWER : Peer.address(peer)) // pods ask a name server
                .map(address -> String.join(" ", protocol, own, address, to))
                .toList();
    }

    /** The first process of a pod, as this host sees it. */
    private static long pid(KubernetesObject pod) throws IOException {
        String uid = pod.text("metadata", "uid");
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .filter(name -> isOf(uid, name))
                    .map(Long::parseLong)
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("no process of pod " + pod.name()));
        }
    }

    private static boolean isOf(String uid, String process) {
        try {
            return Files.readString(Path.of("/proc", process, "cgroup")).contains(uid);
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    record Talking(List<Process> processes) implements AutoCloseable {
        @Override
        public void close() {
            processes.forEach(Process::destroyForcibly);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
