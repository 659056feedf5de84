package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Network faults between two hosts, as a peer on the other one sees them. */
class NetworkPeersTest {
    private static final String SERVICE = "10.77.0.1";
    private static final String SERVICE6 = "fd77:0:0:0:0:0:0:1";
    private static final String FIRST = "10.77.0.2";
    private static final String SECOND = "10.77.0.3";
    private static final String SECOND6 = "fd77:0:0:0:0:0:0:2";
    private static final String IN = "in";

    @TempDir
    Path folder;

    private Machine machine;
    private TwoHosts hosts;

    @BeforeEach
    void start() throws IOException {
        machine = Machines.in(folder);
        assumeTrue(machine.isRoot(), "needs root to make network namespaces");
        hosts = TwoHosts.of(machine);
    }

    @AfterEach
    void stop() {
        Optional.ofNullable(hosts).ifPresent(TwoHosts::close);
    }

    private static Peers peers(String... names) {
        return new Peers(List.of(names));
    }

    /** By the best way there is here. */
    private Prepared plan(Fault fault, Target target, Arguments arguments) {
        var reasons = new ArrayList<String>();
        for (Rung rung : fault.rungs()) {
            Optional<String> missing = rung.missing(machine).or(() -> rung.missingFor(target, arguments, machine));
            if (missing.isEmpty()) {
                return rung.plan(target, arguments, machine);
            }
            reasons.add(rung.name() + ": " + missing.get());
        }
        throw new AssertionError(reasons);
    }

    private Injections on(Prepared prepared) throws IOException, InterruptedException {
        var injections = new Injections(prepared.steps(), hosts.service.target, machine);
        assertThat(injections.inject()).isEmpty();
        return injections;
    }

    private Arguments delay(long millis, String... peers) {
        return Arguments.NONE
                .with(NetworkDelay.LATENCY, Duration.ofMillis(millis))
                .with(Filters.PEERS, peers(peers));
    }

    @Test
    void two_delays_with_different_peers_go_by_themselves() throws Exception {
        Fault delay = new NetworkDelay();
        HostPicture picture = HostPicture.take(machine, List.of(hosts.service.target));
        Prepared first = plan(delay, hosts.service.target, delay(150, FIRST));
        Prepared second = plan(delay, hosts.service.target, delay(400, SECOND, SECOND6));
        try (var one = on(first);
                var two = on(second)) {
            assertThat(hosts.millis(FIRST, SERVICE)).isBetween(300.0, 700.0);
            assertThat(hosts.millis(SECOND, SERVICE)).isBetween(800.0, 1500.0);
            assertThat(hosts.millis(SECOND6, SERVICE6)).isBetween(800.0, 1500.0);
            assertThat(hosts.millis("10.77.0.4", SERVICE)).as("nobody's peer").isLessThan(150);
            assertThat(first.effect().read().value())
                    .as("packets that were met")
                    .isPositive();
            assertThat(one.takeBack()).isEmpty();
            assertThat(hosts.millis(FIRST, SERVICE)).isLessThan(150);
            assertThat(hosts.millis(SECOND, SERVICE)).isBetween(800.0, 1500.0);
            assertThat(two.takeBack()).isEmpty();
        }
        assertThat(hosts.millis(SECOND, SERVICE)).isLessThan(150);
        var steps = new ArrayList<>(first.steps());
        steps.addAll(second.steps());
        HostPicture after = HostPicture.take(machine, List.of(hosts.service.target));
        assertThat(HostPicture.differences(picture.concerning(steps), after.concerning(steps)))
                .isEmpty();
    }

    @Test
    void a_partition_cuts_one_side_off_and_leaves_the_rest() throws Exception {
        Arguments from = Arguments.NONE.with(NetworkPartition.FROM, peers("10.77.0.2/32", SECOND6));
        Prepared prepared = plan(new NetworkPartition(), hosts.host(), from);
        try (var cut = on(prepared)) {
            assertThat(hosts.exchange(FIRST, SERVICE, 300)).startsWith("FAILED");
            assertThat(hosts.exchange(SECOND6, SERVICE6, 300)).startsWith("FAILED");
            assertThat(hosts.exchange(SECOND, SERVICE, 5000)).startsWith("ANSWERED");
            assertThat(prepared.effect()
                            .bites(new Reading(0, "", ""), prepared.effect().read()))
                    .isTrue();
            assertThat(cut.takeBack()).isEmpty();
        }
        assertThat(hosts.exchange(FIRST, SERVICE, 5000)).startsWith("ANSWERED");
    }

    @Test
    void a_process_in_another_network_is_a_side_of_a_partition() throws Exception {
        Target peer = hosts.peer.target;
        assertThat(Addresses.of(peer.detail("pid"), machine))
                .extracting(Net::toString)
                .contains(FIRST, SECOND, SECOND6);
    }

    @Test
    void calls_of_a_process_to_a_peer_are_met_too() throws Exception {
        Arguments second = Arguments.NONE.with(Filters.PEERS, peers(SECOND));
        try (var _ = on(plan(new NetworkBlackhole(), hosts.service.target, second))) {
            assertThat(hosts.call(SECOND, 300)).startsWith("FAILED");
            assertThat(hosts.call(FIRST, 5000)).startsWith("ANSWERED");
        }
        assertThat(hosts.call(SECOND, 5000)).startsWith("ANSWERED");
    }

    @Test
    void a_host_loses_all_but_whom_it_is_told_to_spare() throws Exception {
        Arguments all = Arguments.NONE.with(Filters.PEERS, peers("any")).with(Filters.EXCEPT, peers(SECOND));
        try (var _ = on(plan(new NetworkBlackhole(), hosts.host(), all))) {
            assertThat(hosts.exchange(FIRST, SERVICE, 300)).startsWith("FAILED");
            assertThat(hosts.exchange(SECOND, SERVICE, 5000)).startsWith("ANSWERED");
        }
    }

    @Test
    void filters_narrow_what_is_met() throws Exception {
        Target host = hosts.host();
        var spares = List.of(
                Arguments.NONE.with(Filters.PROTOCOL, "udp"),
                Arguments.NONE.with(Filters.INTERFACE, "lo"),
                Arguments.NONE.with(Filters.PORT, hosts.service.port == 7 ? 8 : 7),
                Arguments.NONE.with(Filters.PEERS, peers("192.0.2.0/24", "2001:db8::/32")),
                Arguments.NONE.with(Filters.PEER_PORTS, new Ports(List.of(new Ports.Range(1, 2)))));
        for (Arguments arguments : spares) {
            try (var _ = on(plan(new NetworkBlackhole(), host, arguments))) {
                assertThat(hosts.exchange(FIRST, SERVICE, 5000))
                        .as(arguments.toString())
                        .startsWith("ANSWERED");
            }
        }
        var cuts = List.of(
                Arguments.NONE.with(Filters.PROTOCOL, "tcp").with(Filters.INTERFACE, "cable0"),
                Arguments.NONE.with(Filters.PORT, hosts.service.port),
                Arguments.NONE
                        .with(Filters.USER, "root")
                        .with(Filters.by(Direction.OUT).direction(), "out"),
                Arguments.NONE.with(Filters.PEER_PORTS, new Ports(List.of(new Ports.Range(1024, 65535)))));
        for (Arguments arguments : cuts) {
            try (var _ = on(plan(new NetworkBlackhole(), host, arguments))) {
                assertThat(hosts.exchange(FIRST, SERVICE, 300))
                        .as(arguments.toString())
                        .startsWith("FAILED");
            }
        }
    }

    @Test
    void what_comes_in_is_lost_damaged_and_delayed_too() throws Exception {
        Arguments in = Arguments.NONE
                .with(Filters.by(Direction.OUT).direction(), IN)
                .with(Filters.PEERS, peers(FIRST))
                .with(NetworkLoss.LOSS, new Percent(100))
                .with(NetworkCorrupt.CORRUPT, new Percent(100))
                .with(NetworkDelay.LATENCY, Duration.ofMillis(150));
        for (Fault fault : List.of(new NetworkLoss(), new NetworkCorrupt())) {
            try (var _ = on(plan(fault, hosts.service.target, in))) {
                assertThat(hosts.exchange(FIRST, SERVICE, 300)).startsWith("FAILED");
                assertThat(hosts.exchange(SECOND, SERVICE, 5000)).startsWith("ANSWERED");
            }
        }
        try (var _ = on(plan(new NetworkDelay(), hosts.service.target, in))) {
            assertThat(hosts.millis(FIRST, SERVICE)).isBetween(300.0, 900.0);
            assertThat(hosts.millis(SECOND, SERVICE)).isLessThan(150);
        }
    }
}
