package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Processes;
import dev.shakeout.engine.Processes.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How this host and a node reach each other: a pair of interfaces, one end of it in the node's network, and a route to the
 * pods behind it. All of it goes with that network.
 */
record NodeLink(int number) {
    private static final int NUMBERS = 255;

    private static final String JOIN = """
            set -e
            ip link add "$1" type veth peer name eth0 netns "$2"
            ip address add "$3/30" dev "$1"
            ip link set "$1" up
            ip route add "$5" via "$4" dev "$1"
            exec nsenter --net="/proc/$2/ns/net" sh -c '
                set -e
                ip link set lo up
                ip address add "$2/30" dev eth0
                ip link set eth0 up
                ip route add default via "$1"
                exec nft "$3"' sh "$3" "$4" "$6\"""";

    /**
     * Joins this host with the network namespace of a process.
     *
     * @param port of the API server, at {@link #host}
     */
    static NodeLink join(long pid, int port, Processes processes) {
        var random = ThreadLocalRandom.current();
        while (true) {
            var link = new NodeLink(random.nextInt(NUMBERS));
            Finished joined = link.joined(pid, port, processes);
            if (joined.ok()) {
                return link;
            }
            assertThat(joined.errors()).as("ip").contains("File exists"); // another one has this number
            assertThat(Files.exists(Path.of("/sys/class/net", link.device()))).isTrue();
        }
    }

    private Finished joined(long pid, int port, Processes processes) {
        return processes.run(
                List.of("sh", "-c", JOIN, "sh", device(), String.valueOf(pid), host(), node(), pods(), services(port)));
    }

    /** In place of a proxy for services: one leads to the API server, the others nowhere. */
    private String services(int port) {
        return """
            table ip testbed {
              chain services { ip daddr %s tcp dport 443 dnat to %s:%d; }
              chain pods { type nat hook prerouting priority -100; jump services; }
              chain node { type nat hook output priority -100; jump services; }
              chain nowhere { type filter hook forward priority 0; ip daddr %s reject; }
            }
            """.formatted(Cluster.OWN_SERVICE, host(), port, Cluster.SERVICES);
    }

    /** This host's end. */
    String device() {
        return "testbed-" + number;
    }

    /** This host's address, as the node and its pods see it. */
    String host() {
        return "10.80." + number + ".1";
    }

    String node() {
        return "10.80." + number + ".2";
    }

    /** The network that the pods' addresses are of. */
    String pods() {
        return "10.79." + number + ".0/24";
    }
}
