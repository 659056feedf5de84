package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a name is to stand for: addresses, host names whose addresses are taken, or the word random. */
record WrongAddresses(List<String> names) {
    static final Type<WrongAddresses> TYPE = new Kind();

    private static final String RANDOM = "random";
    /** Of 28 bytes each, in an answer of at most 512 (RFC 1035, section 4.2.1), beside all but the longest names. */
    private static final int MOST = 12;

    WrongAddresses {
        names = List.copyOf(names);
    }

    boolean random() {
        return names.contains(RANDOM);
    }

    /**
     * Names are looked up now.
     *
     * @throws BadValue a name has no address, or there are more than fit into an answer
     */
    List<InetAddress> resolve() {
        var all = new ArrayList<InetAddress>();
        for (String name : names) {
            if (Net.looksLike(name)) {
                all.add(Net.parse(name).address());
            } else if (!name.equals(RANDOM)) {
                all.addAll(addresses(name));
            }
        }
        List<InetAddress> addresses = all.stream().distinct().toList();
        if (addresses.size() > MOST) {
            throw new BadValue(addresses.size() + " addresses are more than fit into an answer; the limit is " + MOST);
        }
        return addresses;
    }

    private static List<InetAddress> addresses(String name) {
        try {
            return Arrays.asList(InetAddress.getAllByName(name));
        } catch (UnknownHostException _) {
            throw new BadValue("'" + name + "' does not resolve to an address; correct it, or give an address");
        }
    }

    @Override
    public String toString() {
        return String.join(", ", names);
    }

    private record Kind() implements Type<WrongAddresses> {
        /** As that of peers, so that whoever gives examples by type knows it. */
        @Override
        public String name() {
            return Peers.TYPE.name();
        }

        @Override
        public String allowed() {
            return "IPv4 and IPv6 addresses, host names whose addresses are taken, or random, as a list or with commas between"
                    + " them";
        }

        @Override
        public WrongAddresses parse(Json json) {
            List<String> names = Peers.TYPE.parse(json).names();
            for (String name : names) {
                if (name.indexOf('/') >= 0 || name.startsWith("process:") || name.equals("any")) {
                    throw new BadValue("'" + name + "' is neither an address nor a host name; must be " + allowed());
                }
            }
            return new WrongAddresses(names);
        }

        @Override
        public Json.Obj schema() {
            return Type.texts().schema().with("examples", Json.of(List.of(Json.of("192.0.2.1"), Json.of("random"))));
        }
    }
}
