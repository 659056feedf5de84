package dev.shakeout.faults.host;

import static dev.shakeout.faults.host.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Percent;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special to single faults; what holds for all of them is in FaultContractTest. */
class ConnectionFaultsTest {
    private static final int REDIRECT = 0;

    @TempDir
    Path folder;

    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    @Test
    void a_service_on_an_ipv6_address_is_reached_by_the_redirect_too() throws Exception {
        try (var server = Disposable.server(machine, "::1", machine.isRoot());
                var fault = Faulted.by(new ConnectionRefuse(), REDIRECT, Arguments.NONE, server.target, machine)) {
            assertThat(fault.on().value()).isEqualTo(100);
            assertThat(fault.injections().takeBack()).isEmpty();
            assertThat(fault.prepared().effect().read().value()).isZero();
        }
    }

    @Test
    void a_share_of_the_connections_is_refused() throws Exception {
        var half = Arguments.NONE.with(ViaProxy.PERCENT, new Percent(50));
        try (var server = Disposable.server(machine);
                var fault = Faulted.by(new ConnectionRefuse(), REDIRECT, half, server.target, machine)) {
            assertThat(fault.on().value()).isBetween(25.0, 95.0);
        }
    }

    @Test
    void a_reset_comes_after_a_time_and_after_bytes() throws Exception {
        try (var server = Disposable.server(machine)) {
            for (Arguments arguments : java.util.List.of(
                    Arguments.NONE.with(ConnectionReset.AFTER, Duration.ofMillis(100)),
                    Arguments.NONE.with(ConnectionReset.BYTES, new Bytes(10)))) {
                try (var fault = Faulted.by(new ConnectionReset(), REDIRECT, arguments, server.target, machine)) {
                    assertThat(fault.on().value()).isEqualTo(100);
                }
            }
        }
    }

    @Test
    void an_answer_within_the_limit_shows_nothing_and_the_effect_says_so() throws Exception {
        var roomy = Arguments.NONE.with(ConnectionLimitData.BYTES, Bytes.mebibytes(1));
        try (var server = Disposable.server(machine)) {
            var fault = new ConnectionLimitData();
            var effect = fault.effect(new ViaProxy.Service(server.target, "127.0.0.1", server.port, machine), roomy);
            var before = effect.read();
            assertThat(before.value()).isGreaterThan(50);
            assertThat(effect.bites(before, before)).isFalse();
        }
    }

    @Test
    void holds_as_many_connections_as_wanted_and_refuses_more_than_it_may_have() throws Exception {
        try (var server = Disposable.server(machine)) {
            var many = Arguments.NONE.with(ConnectionExhaust.CONNECTIONS, 300);
            try (var fault = Faulted.by(new ConnectionExhaust(), 0, many, server.target, machine)) {
                assertThat(fault.on().value()).isBetween(270.0, 300.0);
            }
        }
        refused(ConnectionExhaust.CONNECTIONS, "20001", "20000");
    }

    @Test
    void refuses_what_is_out_of_range_with_the_limit() {
        refused(ViaProxy.PERCENT, "0%", "1%");
        refused(ViaProxy.PERCENT, "half", "percentage");
        refused(ConnectionReset.AFTER, "100", "with its unit");
        refused(ConnectionReset.AFTER, "6m", "5 m");
        refused(ConnectionReset.BYTES, "0B", "1 B");
        refused(ConnectionSlowClose.DELAY, "0ms", "1 ms");
        refused(ConnectionLimitData.BYTES, "0B", "1 B");
        refused(ConnectionLimitData.DIRECTION, "both", "answers, requests");
        refused(ConnectionSlicer.SIZE, "2GiB", "1 GiB");
        refused(ConnectionSlicer.PAUSE, "2m", "1 m");
    }
}
