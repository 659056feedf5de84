package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who is at the other end: addresses, nets, host names and processes of this host as they were written. Names are looked up when a fault is
 * planned, and mean all addresses that they have at that moment.
 */
record Peers(List<String> names) {
    static final Type<Peers> TYPE = new Kind();

    /** Everybody, where somebody has to be named. */
    private static final String ANY = "any";

    private static final String PROCESS = "process:";

    private static final Pattern NAME = Pattern.compile(
            "[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?(\\.[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?)*\\.?");

    Peers {
        names = List.copyOf(names);
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

    private record Kind() implements Type<Peers> {
        @Override
        public String name() {
            return "addresses";
        }

        @Override
        public String allowed() {
            return "addresses, nets such as 10.0.0.0/8, host names or process:NAME, as a list or with commas between them; or"
                    + " any";
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
