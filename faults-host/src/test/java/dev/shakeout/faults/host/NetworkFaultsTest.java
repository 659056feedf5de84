package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inside a network namespace of the test's own; see {@link InNamespace}. */
class NetworkFaultsTest {
    @TempDir
    Path folder;

    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    @Test
    void an_open_connection_is_cut_once_and_the_next_one_is_delayed() throws Exception {
        assertThat(InNamespace.run(PooledClient.class, folder, machine))
                .contains("cut true")
                .contains("delayed true")
                .contains("after true");
    }

    /** A client in the target's own network, as the target's pooled clients are. */
    public static final class PooledClient {
        private PooledClient() {}

        public static void main(String[] arguments) throws Exception {
            Machine machine = Machines.in(Path.of(arguments[0]));
            try (var server = Disposable.server(machine, "0.0.0.0", false);
                    var pooled = new Socket("127.0.0.1", server.port)) {
                ping(pooled);
                Arguments delay = Arguments.NONE.with(NetworkDelay.LATENCY, Duration.ofMillis(150));
                try (var _ = Faulted.by(new NetworkDelay(), 2, delay, server.target, machine)) {
                    assertThatThrownBy(() -> ping(pooled)).isInstanceOf(SocketException.class);
                    System.out.println("cut true");
                    try (var fresh = new Socket("127.0.0.1", server.port)) {
                        double millis = Math.min(ping(fresh), Math.min(ping(fresh), ping(fresh)));
                        System.out.println("delayed " + (millis > 150 && millis < 300) + " " + millis);
                    }
                }
                try (var after = new Socket("127.0.0.1", server.port)) {
                    System.out.println("after " + (ping(after) < 100));
                }
            }
        }

        private static double ping(Socket socket) throws IOException {
            long begin = System.nanoTime();
            socket.getOutputStream().write(7);
            if (socket.getInputStream().read() != 7) {
                throw new SocketException("closed");
            }
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    @Test
    void two_in_one_network_are_cut_apart_by_the_port_of_the_called_one() throws Exception {
        assertThat(InNamespace.run(Neighbours.class, folder, machine))
                .contains("in the same network as", "with port where")
                .contains("called was not accepted", "bystander ANSWERED")
                .contains("calling was not accepted", "bystander ANSWERED")
                .contains("after ANSWERED");
    }

    /** Two servers in one network, of which one calls the other. */
    public static final class Neighbours {
        private Neighbours() {}

        public static void main(String[] arguments) throws Exception {
            Machine machine = Machines.in(Path.of(arguments[0]));
            try (var called = Disposable.server(machine, "127.0.0.1", false);
                    var calling = Disposable.server(machine, "127.0.0.1", false)) {
                Arguments named = Arguments.NONE.with(NetworkPartition.FROM, new Peers(List.of("process:java")));
                System.out.println(new NetworkPartition()
                        .rungs()
                        .getFirst()
                        .missingFor(called.target, named, machine)
                        .orElse("nothing is missing"));
                Arguments here = Arguments.NONE.with(NetworkPartition.FROM, new Peers(List.of("127.0.0.1")));
                Arguments port = here.with(Filters.PORT, called.port);
                Arguments peerPort = here.with(Filters.PEER_PORTS, Ports.TYPE.parse(Json.of(called.port + "")));
                cut("called", port, called.target, calling.port, machine);
                cut("calling", peerPort, calling.target, calling.port, machine);
                System.out.println("after " + exchange(called.port));
            }
        }

        private static void cut(String name, Arguments arguments, Target target, int bystander, Machine machine)
                throws Exception {
            try (var fault = Faulted.by(new NetworkPartition(), 0, arguments, target, machine)) {
                System.out.println(name + " " + fault.on().words().replaceFirst(".*(was not accepted).*", "$1"));
                System.out.println("bystander " + exchange(bystander));
            }
        }

        private static Exchange.Outcome exchange(int port) {
            return Exchange.quickest("127.0.0.1", port, Duration.ofSeconds(2)).outcome();
        }
    }

    @Test
    void rejected_is_refused_and_dropped_is_silence() throws Exception {
        assertThat(outcomeOf("reject")).contains("was refused");
        assertThat(outcomeOf("drop")).contains("was not accepted");
    }

    private String outcomeOf(String how) throws Exception {
        Arguments arguments = Arguments.NONE.with(NetworkBlock.HOW, how);
        try (var server = Disposable.server(machine);
                var fault = Faulted.by(new NetworkBlock(), 0, arguments, server.target, machine)) {
            return fault.on().words();
        }
    }

    @Test
    void a_namespace_that_is_gone_needs_nothing_taken_back() throws Exception {
        try (var server = Disposable.server(machine)) {
            Arguments arguments = Arguments.NONE;
            try (var fault = Faulted.by(new NetworkBlock(), 0, arguments, server.target, machine)) {
                server.process().destroyForcibly().waitFor();
                assertThat(fault.injections().takeBack()).isEmpty();
            }
        }
    }

    @Test
    void says_what_is_missing() throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            Fault delay = new NetworkDelay();
            Arguments other = Arguments.NONE
                    .with(NetworkDelay.LATENCY, Duration.ofMillis(10))
                    .with(Filters.PORT, server.port == 7 ? 8 : 7);
            for (Rung rung : delay.rungs()) {
                assertThat(rung.missingFor(server.target, other, machine))
                        .as(rung.name())
                        .get()
                        .asString()
                        .containsAnyOf("listens on no TCP port 7", "listens on no TCP port 8", "no running proxy");
            }
        }
    }
}
