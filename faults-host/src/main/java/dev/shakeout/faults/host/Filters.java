package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parameters that narrow every network fault to some of the packets, and what they mean for a target.
 *
 * <p>Of a process, packets of the ports it listens on are met; where {@code peer-ports}, {@code user} or {@code cgroup}
 * say what traffic is meant and {@code port} is not given, all such packets in its network namespace. Of a host, all that
 * match, but for the loopback, and never without any filter.
 *
 * @param direction with what a fault does by itself
 */
record Filters(Parameter<String> direction) {
    static final Parameter<Integer> PORT = Parameter.optional(
            "port",
            Type.integer(1, 65535),
            "Port of the target; if not given all of a host, or all that a process listens on, or every port of a network"
                    + " of its own where the other end is named.");
    static final Parameter<Peers> PEERS = Parameter.optional(
            "peers",
            Peers.TYPE,
            "The other end: addresses, nets, host names, process:NAME for a process of this host with a network of its own,"
                    + " or targets by a selector; on a host, any stands for everybody, who is meant by itself elsewhere.");
    static final Parameter<Ports> PEER_PORTS = Parameter.optional(
            "peer-ports", Ports.TYPE, "Ports at the other end, such as 5432 for calls to a database.");
    static final Parameter<Peers> EXCEPT =
            Parameter.optional("except", Peers.TYPE, "Other ends that are left alone, named as in peers.");
    static final Parameter<String> PROTOCOL = Parameter.withDefault(
            "protocol", Type.choice("any", "tcp", "udp", "icmp"), "any", "Protocol of the packets.");
    static final Parameter<String> INTERFACE = Parameter.optional(
            "interface", Type.text(), "Network interface that packets come in or leave by; all if not given.");
    static final Parameter<String> USER = Parameter.optional(
            "user", Type.text(), "User, by name or number, who sends the packets; works for packets that leave.");
    static final Parameter<String> CGROUP = Parameter.optional(
            "cgroup",
            Type.text(),
            "Control group (version 2) of the sender or receiver, such as system.slice/shop.service.");

    private static final List<Parameter<?>> COMMON =
            List.of(PORT, PEERS, PEER_PORTS, EXCEPT, PROTOCOL, INTERFACE, USER, CGROUP);

    private static final Pattern SESSION = Pattern.compile("(\\S+) (\\d{1,5}) \\S+ (\\d{1,5})");

    static Filters by(Direction fallback) {
        return new Filters(Direction.parameter(fallback));
    }

    /** Of a fault with some parameters of its own, and these. */
    Descriptor describe(String name, String summary, Parameter<?>... own) {
        var all = new ArrayList<>(List.of(own));
        all.add(direction);
        all.addAll(COMMON);
        return Descriptor.of(name, summary, all.toArray(Parameter<?>[]::new));
    }

    /** Why these filters cannot be followed for that target, if so. */
    Optional<String> missing(Target target, Arguments arguments, Machine machine) {
        if (target.kind().equals("link")) {
            return Optional.of(target + " is not a process of this host");
        }
        try {
            of(target, arguments, machine);
            return NetNamespace.missing(target, machine);
        } catch (BadValue e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Why a proxy cannot follow them, if so: it only knows a port of the target. */
    Optional<String> beyondProxy(Arguments arguments) {
        List<String> given = given(arguments, PORT);
        return given.isEmpty()
                ? Optional.empty()
                : Optional.of("a proxy cannot tell connections by " + String.join(", ", given));
    }

    /** The filters that were given, apart from those named; for rungs that cannot follow all. */
    List<String> given(Arguments arguments, Parameter<?>... apartFrom) {
        return COMMON.stream()
                .filter(parameter -> !Arrays.asList(apartFrom).contains(parameter))
                .filter(parameter -> arguments.values().containsKey(parameter.name()))
                .filter(parameter -> !parameter.name().equals(PROTOCOL.name())
                        || !arguments.get(PROTOCOL).equals("any"))
                .map(Parameter::name)
                .toList();
    }

    /** @throws BadValue something that they name is not there, or they cannot be told apart by the kernel */
    Traffic of(Target target, Arguments arguments, Machine machine) {
        boolean host = target.kind().equals("host");
        if (host && given(arguments, EXCEPT).isEmpty()) {
            throw new BadValue("on a whole host say what traffic is meant, by one of peers, port, peer-ports, protocol,"
                    + " interface, user or cgroup; peers: any means all of it, your own way in too");
        }
        var namespace = NetNamespace.of(target, machine);
        String pid = target.details().getOrDefault("pid", "self");
        Optional<String> device = arguments.find(INTERFACE);
        device.ifPresent(name -> checkInterface(name, pid, machine));
        List<Net> peers = nets(arguments, PEERS, target, machine);
        List<Traffic.Own> own = host ? ownOfHost(arguments) : ownOfProcess(target, namespace, arguments, machine);
        boolean loopback = !host
                || device.filter("lo"::equals).isPresent()
                || peers.stream().anyMatch(Net::loopback);
        return new Traffic(
                namespace,
                Direction.of(arguments.get(direction)),
                own,
                peers,
                nets(arguments, EXCEPT, target, machine),
                arguments.find(PEER_PORTS).orElse(Ports.ALL),
                arguments.get(PROTOCOL),
                device,
                loopback,
                scope(arguments, machine),
                own.isEmpty() ? session(machine) : Optional.empty());
    }

    private static List<Net> nets(Arguments arguments, Parameter<Peers> parameter, Target target, Machine machine) {
        return arguments
                .find(parameter)
                .filter(peers -> !peers.anybody())
                .map(named -> named.resolve(target, machine))
                .orElse(List.of());
    }

    private static List<Traffic.Own> ownOfHost(Arguments arguments) {
        return arguments.find(PORT).map(port -> new Traffic.Own(Optional.empty(), port)).stream()
                .toList();
    }

    /** None where the other end is named: that is how calls to others are meant, which leave from any port. */
    private static List<Traffic.Own> ownOfProcess(
            Target target, NetNamespace namespace, Arguments arguments, Machine machine) {
        Optional<Integer> port = arguments.find(PORT);
        boolean elsewhere = arguments.find(PEER_PORTS).isPresent()
                || arguments.find(USER).isPresent()
                || arguments.find(CGROUP).isPresent()
                || (namesPeers(arguments) && hasItsOwnNetwork(target, namespace));
        if (port.isEmpty() && (elsewhere || arguments.get(PROTOCOL).equals("icmp"))) {
            return List.of();
        }
        var own = new ArrayList<>(Listener.chosen(target, port, machine));
        if (!arguments.get(PROTOCOL).equals("tcp")) {
            own.addAll(Listener.datagrams(target, port, machine));
        }
        if (own.isEmpty()) {
            throw new BadValue(Listener.none(target, port, machine)
                    + "; to mean its calls to others, give peer-ports, user or cgroup, or peers where it has a network of"
                    + " its own");
        }
        return own.stream().map(Traffic.Own::of).distinct().toList();
    }

    private static boolean namesPeers(Arguments arguments) {
        return arguments.find(PEERS).filter(peers -> !peers.anybody()).isPresent();
    }

    /** In ours its calls cannot be told from those of everything else on this host, which must not be hit along with it. */
    private static boolean hasItsOwnNetwork(Target target, NetNamespace namespace) {
        return target.isNetwork() || !namespace.inode().isEmpty();
    }

    private static void checkInterface(String name, String pid, Machine machine) {
        List<String> known = interfaces(pid, machine);
        if (!known.contains(name)) {
            throw new BadValue("there is no network interface '" + name + "'; there are " + String.join(", ", known));
        }
    }

    /** Of the network namespace of a process, as in proc_pid_net(5). */
    static List<String> interfaces(String pid, Machine machine) {
        return new Procfs(machine)
                .lines(pid + "/net/dev").stream()
                        .filter(line -> line.indexOf(':') > 0)
                        .map(line -> line.substring(0, line.indexOf(':')).strip())
                        .sorted()
                        .toList();
    }

    private List<String> scope(Arguments arguments, Machine machine) {
        var scope = new ArrayList<String>();
        arguments.find(USER).ifPresent(user -> {
            if (Direction.of(arguments.get(direction)).in()) {
                throw new BadValue(
                        "the kernel knows the user of packets that leave only: with user give direction: out");
            }
            scope.add("meta skuid " + number(user, machine));
        });
        arguments.find(CGROUP).ifPresent(group -> scope.add(Cgroup.match(group, machine)));
        return scope;
    }

    private static String number(String user, Machine machine) {
        var finished = machine.processes().run(List.of("id", "-u", "--", user));
        if (!finished.ok()) {
            throw new BadValue("there is no user '" + user + "' on this host");
        }
        return finished.output().strip();
    }

    /** Whoever started this over ssh must be able to stop it. */
    private static Optional<Traffic.Session> session(Machine machine) {
        var match = SESSION.matcher(machine.environment().getOrDefault("SSH_CONNECTION", ""));
        if (!match.matches() || !Net.looksLike(match.group(1))) {
            return Optional.empty();
        }
        InetAddress peer = Net.parse(match.group(1)).address();
        return Optional.of(
                new Traffic.Session(peer, Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3))));
    }
}
