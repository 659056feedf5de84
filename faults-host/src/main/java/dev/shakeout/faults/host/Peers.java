package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who is at the other end: addresses, nets, host names and processes of this host as they were written. Names are looked up when a fault is
 * planned, and mean all addresses that they have at that moment.
 *
 * @param selectors of targets; the plan of a run puts their addresses among the names
 */
record Peers(List<String> names, List<Selector> selectors) implements Selecting {
    static final Selecting.Kind<Peers> TYPE = new Kind();

    /** Everybody, where somebody has to be named. */
    private static final String ANY = "any";

    private static final String PROCESS = "process:";

    private static final Pattern NAME = Pattern.compile(
            "[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?(\\.[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?)*\\.?");

    Peers {
        names = List.copyOf(names);
        selectors = List.copyOf(selectors);
    }

    Peers(List<String> names) {
        this(names, List.of());
    }

    @Override
    public Peers found(List<String> addresses) {
        return new Peers(
                Stream.concat(names.stream(), addresses.stream()).distinct().toList(), List.of());
    }

    boolean anybody() {
        return names.contains(ANY);
    }

    /**
     * All their addresses, as they are now.
     *
     * @param target whose peers they are
     * @throws BadValue a name has no address
     */
    List<Net> resolve(Target target, Machine machine) {
        if (!selectors.isEmpty()) {
            throw new IllegalStateException("nobody has found what these select: " + selectors);
        }
        var nets = new ArrayList<Net>();
        for (String name : names) {
            if (Net.looksLike(name)) {
                nets.add(Net.parse(name));
            } else if (name.startsWith(PROCESS)) {
                nets.addAll(Addresses.ofProcess(name.substring(PROCESS.length()), target, machine));
            } else if (!name.equals(ANY)) {
                nets.addAll(addresses(name));
            }
        }
        return Net.apart(nets);
    }

    private static List<Net> addresses(String name) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name)).map(Net::one).toList();
        } catch (UnknownHostException _) {
            throw new BadValue("peer '" + name + "' does not resolve to an address; correct it, or name an address");
        }
    }

    @Override
    public String toString() {
        return String.join(", ", names);
    }

    private record Kind() implements Selecting.Kind<Peers> {
        @Override
        public String name() {
            return "addresses";
        }

        @Override
        public String allowed() {
            return "addresses, nets such as 10.0.0.0/8, host names or process:NAME, as a list or with commas between them;"
                    + " targets such as {kind: pod, labels: {app: db}}, as one of the list or alone; or any";
        }

        @Override
        public Peers parse(Json json) {
            var names = new ArrayList<String>();
            for (String text : Type.texts().parse(json)) {
                for (String name : text.split(",", -1)) {
                    names.add(checked(name.strip()));
                }
            }
            if (names.isEmpty()) {
                throw new BadValue("an empty list names nobody; must be " + allowed());
            }
            return new Peers(names);
        }

        @Override
        public Peers of(Optional<Peers> named, List<Selector> selectors) {
            return new Peers(named.map(Peers::names).orElse(List.of()), selectors);
        }

        private static String checked(String name) {
            if (Net.looksLike(name)) {
                Net.parse(name);
            } else if (!NAME.matcher(name).matches() && !name.matches(PROCESS + ".+")) {
                throw new BadValue("'" + name + "' is neither an address, a net such as 10.0.0.0/8, nor a host name");
            }
            return name;
        }

        @Override
        public Json.Obj schema() {
            return Type.texts().schema().with("examples", Json.of(List.of(Json.of("10.1.2.3"), Json.of("10.0.0.0/8"))));
        }
    }
}
