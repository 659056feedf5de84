package dev.shakeout.faults.host;

import static dev.shakeout.faults.host.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Percent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special to single faults; what holds for all of them is in FaultContractTest. */
class HttpFaultsTest {
    private static final int REDIRECT = 0;
    private static final Arguments RESPONSE = Arguments.NONE.with(ViaHttp.SIDE, "response");

    @TempDir
    Path folder;

    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    @Test
    void responses_are_hit_too() throws Exception {
        try (var server = Disposable.server(machine)) {
            hitsAll(new HttpStatus(), RESPONSE.with(HttpStatus.STATUS, 418), server);
            hitsAll(
                    new HttpReplace(),
                    RESPONSE.with(HttpReplace.BODY, "über & out").with(HttpReplace.STATUS, 500),
                    server);
            hitsAll(new HttpPatch(), RESPONSE.with(HttpPatch.SET_HEADERS, Map.of("X-A", "b c", "X-D", "e%")), server);
            hitsAll(new HttpPatch(), RESPONSE.with(HttpReplace.STATUS, 418), server);
            Arguments elsewhere = Arguments.NONE.with(HttpReplace.TO_PATH, "/nowhere");
            Faulted.by(new HttpPatch(), REDIRECT, elsewhere, server.target, machine)
                    .close();
        }
    }

    @Test
    void responses_are_hit_by_what_the_service_gives() throws Exception {
        Arguments teapot = RESPONSE.with(HttpStatus.STATUS, 418);
        try (var server = Disposable.server(machine)) {
            hitsAll(new HttpStatus(), teapot.with(ViaHttp.IF_RESPONSE_HEADERS, Map.of("Content-Length", "*")), server);
            try (var on = Faulted.by(
                    new HttpStatus(), REDIRECT, teapot.with(ViaHttp.IF_STATUS, 200), server.target, machine)) {
                assertThat(on.on().value()).isEqualTo(100);
                assertThat(on.prepared().notes())
                        .anyMatch(note -> note.contains("give try for one that is answered so"));
            }
            problem(new HttpStatus(), Arguments.NONE.with(ViaHttp.IF_STATUS, 200), "need side: response", server);
        }
    }

    private void hitsAll(Fault fault, Arguments arguments, Disposable server) throws Exception {
        try (var on = Faulted.by(fault, REDIRECT, arguments, server.target, machine)) {
            assertThat(on.on().value()).as(fault.descriptor().name()).isEqualTo(100);
        }
    }

    @Test
    void a_share_of_the_requests_for_one_path_is_delayed() throws Exception {
        Arguments arguments = Arguments.NONE
                .with(HttpDelay.LATENCY, Duration.ofMillis(400))
                .with(ViaHttp.PATH, "/api/*")
                .with(ViaHttp.HEADERS, Map.of("Accept", "*json*"))
                .with(ViaHttp.REQUESTS, new Percent(50));
        try (var server = Disposable.server(machine);
                var on = Faulted.by(new HttpDelay(), REDIRECT, arguments, server.target, machine)) {
            assertThat(on.on().value() - on.before().value()).isBetween(80.0, 600.0);
            var other = new HttpDelay()
                    .effect(
                            new ViaProxy.Service(server.target, "127.0.0.1", server.port, machine),
                            arguments.with(ViaHttp.TRY, "/web"));
            assertThat(other.read().value()).isLessThan(on.before().value() + 200);
        }
    }

    @Test
    void what_hits_requests_that_may_change_something_is_measured_by_others_that_stand_for_them() throws Exception {
        Arguments orders = Arguments.NONE.with(ViaHttp.METHOD, "POST").with(HttpStatus.STATUS, 418);
        try (var server = Disposable.server(machine);
                var on = Faulted.by(new HttpStatus(), REDIRECT, orders, server.target, machine)) {
            assertThat(on.on().value()).isEqualTo(100);
            assertThat(on.prepared().notes()).anyMatch(note -> note.contains("as the service may act on POST"));
            var service = new ViaProxy.Service(server.target, "127.0.0.1", server.port, machine);
            assertThat(ViaHttp.request(service, orders))
                    .startsWith("GET / ")
                    .contains("\r\nShakeout-In-Place-Of: POST\r\n");
            var others = new HttpStatus().effect(service, orders.with(ViaHttp.METHOD, "GET"));
            assertThat(others.read().value()).isZero();
            var real = new HttpStatus().effect(service, orders.with(ViaHttp.TRY, "/"));
            assertThat(real.read().value()).isEqualTo(100);
        }
    }

    @Test
    void says_what_is_wrong_with_its_arguments_taken_together() throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            problem(new HttpAbort(), Arguments.NONE.with(ViaHttp.PATH, "~^/a\\d$"), "give try", server);
            Arguments body = Arguments.NONE.with(HttpReplace.BODY, "");
            problem(new HttpReplace(), body.with(HttpReplace.STATUS, 500), "a request has no status", server);
            problem(
                    new HttpReplace(),
                    body.with(HttpReplace.TO_PATH, "/x").with(ViaHttp.SIDE, "response"),
                    "a response has no method and no path",
                    server);
            problem(
                    new HttpPatch(),
                    RESPONSE.with(HttpPatch.QUERY, Map.of("a", "b")),
                    "a response has no query",
                    server);
            problem(new HttpPatch(), Arguments.NONE.with(HttpReplace.STATUS, 418), "a request has no status", server);
        }
    }

    private void problem(Fault fault, Arguments arguments, String complaint, Disposable server) {
        for (Rung rung : fault.rungs()) {
            assertThat(rung.missingFor(server.target, arguments, machine))
                    .as(rung.name())
                    .get()
                    .asString()
                    .contains(complaint);
        }
    }

    @Test
    void refuses_what_is_out_of_range_with_the_limit() {
        refused(ViaHttp.PATH, "~(", "not a regular expression");
        refused(ViaHttp.SIDE, "both", "request, response");
        refused(ViaHttp.REQUESTS, "101%", "100%");
        refused(HttpDelay.LATENCY, "10", "with its unit");
        refused(HttpStatus.STATUS, "600", "599");
        refused(HttpReplace.STATUS, "99", "200");
    }
}
