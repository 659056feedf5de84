package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parameters of network faults take, and what they refuse before anything is done. */
class NetworkFiltersTest {
    private static final Filters OUT = Filters.by(Direction.OUT);
    private static final Target HOST = new Target("host", "this", "this", Map.of());

    @TempDir
    Path folder;

    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    private static Object parsed(Fault fault, String parameter, String text) {
        Parameter<?> found = fault.descriptor().parameters().stream()
                .filter(each -> each.name().equals(parameter))
                .findFirst()
                .orElseThrow();
        return found.type().parse(new Json.Str(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    latency      | 400             | write it with its unit
                    latency      | 6m              | must be
                    jitter       | 400             | write it with its unit
                    direction    | sideways        | one of in, out, both
                    distribution | gauss           | one of uniform, normal, pareto, paretonormal
                    correlation  | 101%            | must be
                    port         | 0               | must be
                    port         | 65536           | must be
                    peer-ports   | 0               | ports from 1 to 65535
                    peer-ports   | 9-5             | ports from 1 to 65535
                    peer-ports   | 5432, http      | ports from 1 to 65535
                    peers        | 10.0.0.300      | neither an address
                    peers        | 10.0.0.0/33     | between 0 and 32
                    peers        | fd00::/129      | between 0 and 128
                    peers        | a b             | nor a host name
                    except       | 1.2.3.4.5/8     | neither an address
                    protocol     | sctp            | one of any, tcp, udp, icmp""")
    void refuses_values_outside_their_range(String parameter, String text, String why) {
        assertThatThrownBy(() -> parsed(new NetworkDelay(), parameter, text))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(why);
    }

    @Test
    void refuses_shares_and_bandwidths_outside_their_range() {
        assertThatThrownBy(() -> parsed(new NetworkLoss(), "loss", "101%")).hasMessageContaining("must be");
        assertThatThrownBy(() -> parsed(new NetworkLoss(), "loss", "0%")).hasMessageContaining("must be");
        assertThatThrownBy(() -> parsed(new NetworkCorrupt(), "corrupt", "10")).hasMessageContaining("with its sign");
        assertThatThrownBy(() -> parsed(new NetworkDuplicate(), "duplicate", "-1%"))
                .hasMessageContaining("must be");
        assertThatThrownBy(() -> parsed(new NetworkReorder(), "reorder", "0%")).hasMessageContaining("must be");
        for (String bad : List.of("400", "10Mbit", "1B/s", "200Gbit/s", "1 furlong/s")) {
            assertThatThrownBy(() -> parsed(new NetworkBandwidth(), "bandwidth", bad))
                    .as(bad)
                    .hasMessageContaining("such as 10Mbit/s");
        }
    }

    @Test
    void reads_what_people_write() {
        assertThat(parsed(new NetworkBandwidth(), "bandwidth", "10Mbit/s")).isEqualTo(new Bandwidth(1_250_000));
        assertThat(parsed(new NetworkBandwidth(), "bandwidth", "1.5 KiB/s")).isEqualTo(new Bandwidth(1536));
        assertThat(parsed(new NetworkDelay(), "peers", "10.1.2.3/8, fd00::5,db.internal"))
                .isEqualTo(new Peers(List.of("10.1.2.3/8", "fd00::5", "db.internal")));
        assertThat(Net.parse("10.1.2.3/8")).hasToString("10.0.0.0/8");
        assertThat(Net.apart(List.of(Net.parse("10.1.2.3"), Net.parse("10.0.0.0/8"), Net.parse("::1"))))
                .extracting(Net::toString)
                .containsExactly("10.0.0.0/8", "0:0:0:0:0:0:0:1");
        assertThat(parsed(new NetworkDelay(), "peer-ports", "5432, 8000 - 8100"))
                .hasToString("5432, 8000-8100");
    }

    private String refusal(Target target, Arguments arguments) {
        return OUT.missing(target, arguments, machine).orElse("");
    }

    @Test
    void a_whole_host_is_hit_only_if_it_is_said_what_traffic_is_meant() {
        assertThat(refusal(HOST, Arguments.NONE))
                .contains("say what traffic is meant")
                .contains("peers: any");
        assertThat(refusal(HOST, Arguments.NONE.with(Filters.EXCEPT, new Peers(List.of("10.0.0.1")))))
                .contains("say what traffic is meant");
        assertThat(refusal(HOST, Arguments.NONE.with(Filters.PEERS, new Peers(List.of("any")))))
                .isEmpty();
        for (Fault fault : List.of(new NetworkBlackhole(), new NetworkBlock(), new NetworkLoss())) {
            Arguments arguments = Arguments.NONE.with(NetworkLoss.LOSS, new Percent(10));
            Rung first = fault.rungs().getFirst();
            assertThat(first.missingFor(HOST, arguments, machine))
                    .get()
                    .asString()
                    .contains("on a whole host");
        }
    }

    @Test
    void names_what_is_not_there() {
        assertThat(refusal(HOST, Arguments.NONE.with(Filters.INTERFACE, "eth99")))
                .contains("no network interface 'eth99'")
                .contains("lo");
        assertThat(refusal(HOST, Arguments.NONE.with(Filters.PEERS, new Peers(List.of("nobody.invalid")))))
                .contains("peer 'nobody.invalid' does not resolve");
        assertThat(refusal(HOST, Arguments.NONE.with(Filters.PEERS, new Peers(List.of("process:no-such-program")))))
                .contains("no process called 'no-such-program'");
        assertThat(refusal(HOST, Arguments.NONE.with(Filters.USER, "nobody-of-that-name")))
                .contains("no user 'nobody-of-that-name'");
        assertThat(refusal(HOST, Arguments.NONE.with(Filters.CGROUP, "no/such.group")))
                .containsAnyOf("no control group", "not mounted");
        assertThat(Filters.by(Direction.BOTH).missing(HOST, Arguments.NONE.with(Filters.USER, "root"), machine))
                .get()
                .asString()
                .contains("give direction: out");
    }

    @Test
    void a_partition_has_two_sides() {
        Rung rung = new NetworkPartition().rungs().getFirst();
        assertThat(rung.missingFor(
                        HOST, Arguments.NONE.with(NetworkPartition.FROM, new Peers(List.of("any"))), machine))
                .get()
                .asString()
                .contains("two sides");
        assumeTrue(machine.isRoot(), "needs root to be told more than that");
        assertThat(rung.missingFor(
                        HOST, Arguments.NONE.with(NetworkPartition.FROM, new Peers(List.of("127.0.0.1"))), machine))
                .get()
                .asString()
                .contains("this host itself");
    }

    @Test
    void netem_says_why_it_is_not_the_way_for_what_comes_in() {
        Arguments in = Arguments.NONE
                .with(NetworkDelay.LATENCY, java.time.Duration.ofMillis(10))
                .with(OUT.direction(), "in")
                .with(Filters.PROTOCOL, "tcp");
        assertThat(new NetworkDelay().rungs().getFirst().missingFor(HOST, in, machine))
                .get()
                .asString()
                .contains("only what leaves an interface");
    }

    @Test
    void the_ssh_session_that_it_was_started_from_is_left_alone() {
        var remote = machine.withEnvironment(Map.of("SSH_CONNECTION", "192.0.2.7 51000 192.0.2.1 22"));
        Traffic all = Filters.by(Direction.BOTH)
                .of(HOST, Arguments.NONE.with(Filters.PEERS, new Peers(List.of("any"))), remote);
        assertThat(all.rules(true, "drop"))
                .containsExactly("ip saddr 192.0.2.7 tcp sport 51000 tcp dport 22 return", "iifname != \"lo\" drop");
        assertThat(all.rules(false, "drop").getFirst())
                .isEqualTo("ip daddr 192.0.2.7 tcp dport 51000 tcp sport 22 return");
    }
}
