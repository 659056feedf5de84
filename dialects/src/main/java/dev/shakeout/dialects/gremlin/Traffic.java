package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which packets an attack on the network meets: the arguments that all of these share. */
final class Traffic {
    private static final int MANY_PORTS = 16;
    private static final String OWN_SERVER = "api.gremlin.com";
    private static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");

    private static final Fidelity ONE_EACH = new Fidelity.NotSupported(
            "a fault has one port of the target; name at most " + MANY_PORTS + " single ports, no ranges and no ^");

    private final String attack;
    final Option length;
    private final Option device;
    private final Option addresses;
    private final Option hosts;
    private final Option protocol;
    private final Option egress;
    private final Option ingress;
    private final Option source;

    Traffic(String attack) {
        this.attack = attack;
        this.length = Attack.length(attack);
        this.device = Option.value(attack, "interface", "--device", "-d");
        this.addresses = Option.list(attack, "peers; except with a ^", "--ipaddresses", "-i")
                .also("--ips")
                .also("--ipaddress");
        this.hosts = Option.list(
                        attack,
                        "peers; except with a ^, but for Gremlin's own server, which nobody needs here",
                        "--hostnames",
                        "-h")
                .also("--hostname")
                .also("--hosts");
        this.protocol = Option.value(attack, "protocol", "--ipprotocol", "-P")
                .also("--protocol")
                .also("--ip-protocol");
        this.egress = Option.list(attack, "peer-ports, direction: out", "--egress-ports", "-p")
                .or(
                        new Fidelity.Approximated(
                                "peer-ports: all but those with a ^, direction: out; packets without ports, such as pings, pass"))
                .also("--egress-port");
        this.ingress = Option.list(attack, "port, direction: in; one fault for each", "--ingress-ports", "-n")
                .or(ONE_EACH)
                .also("--ingress-port");
        this.source = Option.list(attack, "port, direction: out; one fault for each", "--source-ports", "-s")
                .or(ONE_EACH)
                .also("--source-port");
    }

    List<Option> options() {
        return List.of(length, device, addresses, hosts, protocol, egress, ingress, source);
    }

    static Field whole(String name, String fault) {
        return Attack.whole(name, fault)
                .or(
                        new Fidelity.Approximated(
                                fault + "; of a process that the target map names, the traffic of the ports"
                                        + " that it listens on is met, or what its network exchanges with the hosts and addresses"));
    }

    /** Which packets, in our words. */
    static final class Met {
        private final Sheet arguments;
        private final Exclusions ends;
        private final Optional<String> device;
        private final Optional<String> protocol;
        private final List<String> peerPorts;
        private final List<String> in;
        private final List<String> out;
        private final boolean egressSaid;

        private Met(
                Sheet arguments,
                Exclusions ends,
                Optional<String> device,
                Optional<String> protocol,
                List<String> peerPorts,
                List<String> in,
                List<String> out,
                boolean egressSaid) {
            this.arguments = arguments;
            this.ends = ends;
            this.device = device;
            this.protocol = protocol;
            this.peerPorts = peerPorts;
            this.in = in;
            this.out = out;
            this.egressSaid = egressSaid;
        }

        /** @param both whether packets of either direction are met where no ports are named */
        List<Strike> strikes(String fault, Draft how, Duration lasts, String kind, boolean both) {
            var strikes = new ArrayList<Strike>();
            out.forEach(port -> strikes.add(Strike.of(fault, arguments(how, kind, "out", Optional.of(port)), lasts)));
            in.forEach(port -> strikes.add(Strike.of(fault, arguments(how, kind, "in", Optional.of(port)), lasts)));
            if (out.isEmpty() && (egressSaid || in.isEmpty())) {
                String direction = both && !egressSaid ? "both" : "out";
                strikes.addFirst(Strike.of(fault, arguments(how, kind, direction, Optional.empty()), lasts));
            }
            return strikes;
        }

        private Draft arguments(Draft how, String kind, String direction, Optional<String> port) {
            Draft draft = Draft.at(arguments.position()).all(how.tree()).put("direction", direction);
            port.ifPresent(number -> draft.put("port", Json.of(Long.parseLong(number))));
            if (!direction.equals("in")) {
                put(draft, "peer-ports", peerPorts);
            }
            // a pod or a container has a network of its own, all of which is meant; a process is met where it listens
            List<String> all = kind.equals("host") ? List.of("any") : kind.equals("process") ? List.of() : EVERYBODY;
            put(draft, "peers", ends.only().isEmpty() && port.isEmpty() ? all : ends.only());
            put(draft, "except", ends.but());
            protocol.ifPresent(name -> draft.put("protocol", name));
            device.ifPresent(name -> draft.put("interface", name));
            return draft;
        }

        private static void put(Draft draft, String key, List<String> values) {
            if (!values.isEmpty()) {
                draft.put(key, Json.of(values.stream().map(Json::of).toList()));
            }
        }
    }

    /** @param usualPort of the other end, where no egress ports are given; all if it is empty */
    Met read(Sheet arguments, List<String> usualPort) {
        var named = arguments
                .take(addresses.field(), Type.text())
                .map(Exclusions::of)
                .orElse(Exclusions.NONE);
        var byName =
                arguments.take(hosts.field(), Type.text()).map(Exclusions::of).orElse(Exclusions.NONE);
        Exclusions ends = named.and(new Exclusions(
                byName.only(),
                byName.but().stream().filter(name -> !name.equals(OWN_SERVER)).toList()));
        var protocolName = arguments.take(protocol.field(), new AnyCase("tcp", "udp", "icmp"));
        Exclusions to =
                arguments.look(egress.field(), Type.text()).map(Exclusions::of).orElse(Exclusions.NONE);
        arguments.record(
                egress.field(),
                egress.field().ways().get(to.only().isEmpty() && !to.but().isEmpty() ? 1 : 0));
        return new Met(
                arguments,
                ends,
                arguments.take(device.field(), Type.text()),
                protocolName,
                to.isEmpty() ? usualPort : ranges(arguments, to),
                single(arguments, ingress),
                single(arguments, source),
                !to.isEmpty());
    }

    private List<String> ranges(Sheet arguments, Exclusions ports) {
        try {
            return Ports.ranges(ports);
        } catch (BadValue e) {
            arguments.wrong(egress.field(), egress.key() + " of the attack " + attack + ": " + e.getMessage());
            return List.of();
        }
    }

    private List<String> single(Sheet arguments, Option option) {
        Exclusions ports =
                arguments.look(option.field(), Type.text()).map(Exclusions::of).orElse(Exclusions.NONE);
        if (ports.isEmpty()) {
            arguments.record(option.field());
            return List.of();
        }
        try {
            Ports.ranges(ports);
        } catch (BadValue e) {
            arguments.wrong(option.field(), option.key() + " of the attack " + attack + ": " + e.getMessage());
            return List.of();
        }
        boolean each = ports.but().isEmpty()
                && ports.only().size() <= MANY_PORTS
                && ports.only().stream().noneMatch(port -> port.contains("-"));
        arguments.record(option.field(), option.field().ways().get(each ? 0 : 1));
        return each ? ports.only() : List.of();
    }
}
