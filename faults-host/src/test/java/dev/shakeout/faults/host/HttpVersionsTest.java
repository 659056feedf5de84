package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.proxy.H2Mirror;
import dev.shakeout.faults.host.proxy.Pem;
import dev.shakeout.faults.host.proxy.TlsFiles;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of HTTP on services that speak HTTP/2 alone, or in TLS: they bite, and it is measured that they do. */
class HttpVersionsTest {
    private static final int REDIRECT = 0;
    private static final int DECLARED = 1;
    private static final Arguments RESPONSE = Arguments.NONE.with(ViaHttp.SIDE, "response");

    @TempDir
    static Path pems;

    private static Pem pem;

    @TempDir
    Path folder;

    private Machine machine;

    @BeforeAll
    static void make() throws Exception {
        pem = Pem.make(pems, "EC");
    }

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    private static Arguments opened(Arguments arguments) {
        return arguments
                .with(ViaHttp.CERTIFICATE, pem.files().certificate().toString())
                .with(ViaHttp.KEY, pem.files().key().toString());
    }

    /** By a proxy that was declared in front of it. */
    private Faulted on(H2Mirror service, DeclaredProxy proxy, Fault fault, Arguments arguments) throws Exception {
        Machine declared = machine.withLinks(Map.of("service", proxy.folder));
        Target target = new LinkFinder()
                .find(Arguments.NONE.with(LinkFinder.NAME, "service"), declared)
                .getFirst();
        assertThat(service.address().getPort()).isPositive();
        return Faulted.by(fault, DECLARED, arguments, target, declared);
    }

    private void hitsAll(H2Mirror service, DeclaredProxy proxy, Fault fault, Arguments arguments) throws Exception {
        try (var on = on(service, proxy, fault, arguments)) {
            assertThat(on.before().value()).as(fault.descriptor().name()).isZero();
            assertThat(on.on().value()).as(fault.descriptor().name()).isEqualTo(100);
        }
    }

    private DeclaredProxy before(H2Mirror service) throws IOException {
        return DeclaredProxy.to(service.address().getPort(), folder.resolve("link"), machine);
    }

    @Test
    void a_service_that_speaks_http2_alone() throws Exception {
        try (var service = H2Mirror.plain();
                var proxy = before(service)) {
            hitsAll(service, proxy, new HttpAbort(), Arguments.NONE.with(ViaHttp.PATH, "/*"));
            hitsAll(service, proxy, new HttpPatch(), RESPONSE.with(HttpPatch.SET_HEADERS, Map.of("X-A", "b c")));
            Arguments late = RESPONSE.with(HttpDelay.LATENCY, Duration.ofMillis(300));
            try (var on = on(service, proxy, new HttpDelay(), late)) {
                assertThat(on.on().value() - on.before().value()).isGreaterThan(250);
            }
        }
    }

    @Test
    void a_service_that_speaks_http2_in_tls() throws Exception {
        try (var service = H2Mirror.start(Optional.of(pem.server()), HttpVersionPolicy.FORCE_HTTP_2);
                var proxy = before(service)) {
            hitsAll(service, proxy, new HttpStatus(), opened(RESPONSE.with(HttpStatus.STATUS, 418)));
            try (var on =
                    on(service, proxy, new HttpReplace(), opened(Arguments.NONE.with(HttpReplace.BODY, "other")))) {
                assertThat(on.on().value()).isNotEqualTo(on.before().value());
            }
        }
    }

    @Test
    void a_service_that_speaks_http1_in_tls() throws Exception {
        try (var service = H2Mirror.start(Optional.of(pem.server()), HttpVersionPolicy.FORCE_HTTP_1);
                var proxy = before(service)) {
            hitsAll(service, proxy, new HttpAbort(), opened(RESPONSE));
        }
    }

    @Test
    void a_service_with_another_certificate_is_told_of() throws Exception {
        Pem other = Pem.make(pems, "EC");
        try (var service = H2Mirror.start(Optional.of(other.server()), HttpVersionPolicy.FORCE_HTTP_1)) {
            var asked = new ViaProxy.Service(
                    new Target("host", "this", "this", Map.of()),
                    "127.0.0.1",
                    service.address().getPort(),
                    machine);
            var effect = new HttpAbort().effect(asked, opened(Arguments.NONE));
            assertThatThrownBy(effect::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("TLS with the service failed");
        }
    }

    @Test
    void a_web_server_of_others_with_and_without_tls() throws Exception {
        assumeTrue(machine.tool("nghttpd").isPresent(), "nghttpd is not installed (Debian: nghttp2-server)");
        assumeTrue(machine.isRoot(), "needs root, for a network namespace");
        Files.writeString(folder.resolve("index.html"), "hello");
        TlsFiles files = pem.files();
        hitsHalf(List.of("--no-tls", "8080"), Arguments.NONE);
        hitsHalf(List.of("8443", files.key().toString(), files.certificate().toString()), opened(Arguments.NONE));
    }

    private void hitsHalf(List<String> options, Arguments arguments) throws Exception {
        var argv = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", "ip link set lo up; exec \"$@\"", "sh"));
        argv.addAll(List.of("nghttpd", "-d", folder.toString()));
        argv.addAll(options);
        var process = new ProcessBuilder(argv)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Arguments itself = Arguments.NONE.with(ProcessFinder.PID, (int) process.pid());
            Target target = org.awaitility.Awaitility.await()
                    .until(
                            () -> new ProcessFinder().find(itself, machine).getFirst(),
                            found -> Listener.missing(found, Optional.empty(), machine)
                                    .isEmpty());
            Arguments half = arguments.with(ViaHttp.REQUESTS, new Percent(50));
            try (var on = Faulted.by(new HttpStatus(), REDIRECT, half, target, machine)) {
                assertThat(on.before().value()).isZero();
                assertThat(on.on().value()).isBetween(10.0, 90.0);
                assertThat(on.prepared().steps().toString())
                        .doesNotContain(Files.readString(pem.files().key()).substring(40, 60));
            }
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    @Test
    void files_that_are_no_use_are_refused_before_anything_starts() throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            String certificate = pem.files().certificate().toString();
            String key = pem.files().key().toString();
            refused(Arguments.NONE.with(ViaHttp.CERTIFICATE, certificate), "give both certificate and key", server);
            refused(Arguments.NONE.with(ViaHttp.KEY, key), "give both certificate and key", server);
            refused(Arguments.NONE.with(ViaHttp.CA, certificate), "give certificate and key as well", server);
            Arguments both = Arguments.NONE.with(ViaHttp.CERTIFICATE, certificate);
            refused(both.with(ViaHttp.KEY, "/nowhere.pem"), "/nowhere.pem does not exist", server);
            refused(both.with(ViaHttp.KEY, certificate), certificate + " holds no key", server);
            refused(both.with(ViaHttp.KEY, key).with(ViaHttp.CA, key), key + " holds no certificate", server);
        }
    }

    private void refused(Arguments arguments, String complaint, Disposable server) {
        for (var rung : new HttpAbort().rungs()) {
            assertThat(rung.missingFor(server.target, arguments, machine))
                    .as(rung.name())
                    .get()
                    .asString()
                    .contains(complaint);
        }
    }
}
