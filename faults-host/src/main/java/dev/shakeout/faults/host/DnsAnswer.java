package dev.shakeout.faults.host;

import dev.shakeout.faults.host.dns.RecordType;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has DNS servers give other addresses than a name has, as a stale or forged record would, also where it has none. */
public final class DnsAnswer implements NameFault {
    static final Parameter<WrongAddresses> ADDRESSES = Parameter.required(
            "addresses",
            WrongAddresses.TYPE,
            "What is answered: IPv4 addresses to questions for A, IPv6 addresses to those for AAAA, nothing where none is"
                    + " given; host names stand for what they have when the fault is planned; random is an address that is"
                    + " nobody's.");
    static final Parameter<Duration> TTL = Parameter.withDefault(
            "ttl",
            Type.duration(Duration.ZERO, Duration.ofDays(1)),
            Duration.ZERO,
            "How long whoever asked may keep the answer; by default not at all, so that none is left of it afterwards.");

    @Override
    public Descriptor descriptor() {
        return NameFault.descriptor("dns/answer", "Has DNS servers answer with other addresses.", ADDRESSES, TTL);
    }

    @Override
    public String effect() {
        return "which addresses the target's DNS server gives";
    }

    @Override
    public List<String> words(Arguments arguments) {
        var words = new ArrayList<String>();
        addresses(arguments).forEach(address -> words.add("--address=" + address.getHostAddress()));
        if (arguments.get(ADDRESSES).random()) {
            words.add("--random");
        }
        words.add("--ttl=" + arguments.get(TTL).toSeconds() + "s");
        return words;
    }

    private static List<InetAddress> addresses(Arguments arguments) {
        return arguments.get(ADDRESSES).resolve();
    }

    /** First that for which there is an address. */
    @Override
    public List<RecordType> types(Arguments arguments) {
        boolean ipv4 = arguments.get(ADDRESSES).random()
                || addresses(arguments).stream().anyMatch(each -> RecordType.of(each) == RecordType.A);
        return ipv4 ? List.of(RecordType.A, RecordType.AAAA) : List.of(RecordType.AAAA, RecordType.A);
    }

    @Override
    public Optional<String> problem(Arguments arguments) {
        try {
            addresses(arguments);
        } catch (BadValue e) {
            return Optional.of(e.getMessage());
        }
        return arguments.get(TTL).toMillis() % 1000 == 0
                ? Optional.empty()
                : Optional.of("ttl must be whole seconds, as DNS knows no others");
    }

    @Override
    public Lookups effect(Question question, Arguments arguments) {
        List<String> given = addresses(arguments).stream()
                .filter(each -> RecordType.of(each) == question.type())
                .map(InetAddress::getHostAddress)
                .toList();
        boolean random = arguments.get(ADDRESSES).random();
        return Lookups.like(
                question,
                arguments.get(PERCENT),
                "questions with the wrong answer",
                each -> !each.addresses().isEmpty()
                        && each.addresses().size() == given.size() + (random ? 1 : 0)
                        && each.addresses().containsAll(given)
                        && (!random || each.addresses().getLast().startsWith("198.18.")));
    }
}
