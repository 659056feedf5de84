package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** IPv4 and IPv6 addresses, written out. */
final class Addresses implements Type<List<InetAddress>> {
    /** Of 28 bytes each, in an answer of at most 512 (RFC 1035, section 4.2.1), beside all but the longest names. */
    private static final int MOST = 12;

    @Override
    public String name() {
        return "addresses";
    }

    @Override
    public String allowed() {
        return "1 to " + MOST + " IPv4 and IPv6 addresses, as a list or with commas between them";
    }

    @Override
    public List<InetAddress> parse(Json json) {
        var addresses = new ArrayList<InetAddress>();
        for (String words : Type.texts().parse(json)) {
            for (String word : words.split(",", -1)) {
                addresses.add(address(word.strip()));
            }
        }
        if (addresses.isEmpty() || addresses.size() > MOST) {
            throw new BadValue(addresses.size() + " addresses are given; must be " + allowed());
        }
        return List.copyOf(addresses);
    }

    private InetAddress address(String text) {
        try {
            if (text.indexOf('%') < 0 && (text.indexOf(':') >= 0 || text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+"))) {
                return InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException _) {
            // falls through to the message for every bad form
        }
        throw new BadValue("'" + text + "' is no address; must be " + allowed());
    }

    @Override
    public Json.Obj schema() {
        return Type.texts().schema().with("examples", Json.of(List.of(Json.of("192.0.2.1"), Json.of("2001:db8::1"))));
    }
}
