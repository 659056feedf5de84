package dev.shakeout.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real TLS server, whose certificate ends in two days. */
class CertificatesProbeTest {
    private final CertificatesProbe kind = new CertificatesProbe();

    @TempDir
    Path folder;

    @Test
    void tellsWhichCertificatesEndSoon() throws Exception {
        try (var server = SelfSigned.sockets(folder).createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            answer(server);
            Json.Obj soon = read("host", "127.0.0.1", "port", server.getLocalPort(), "within", "3d");
            assertThat(days(soon)).isBetween(1.8, 2.0);
            assertThat(soon.get("ending")).isEqualTo(soon.get("certificates"));
            assertThat(soon.get("ending").orElseThrow().text()).contains("CN=localhost");

            Json.Obj later = read("host", "127.0.0.1", "port", server.getLocalPort(), "within", "1d");
            assertThat(later.get("ending")).contains(new Json.Arr(java.util.List.of()));
            assertThat(later.get("certificates")).isEqualTo(soon.get("certificates"));
        }
    }

    @Test
    void saysWhyTheyCannotBeRead() throws Exception {
        try (var plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (Socket client = plain.accept()) {
                    client.getOutputStream()
                            .write("220 mail is spoken here\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThatThrownBy(() -> read("host", "127.0.0.1", "port", plain.getLocalPort()))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("127.0.0.1:" + plain.getLocalPort())
                    .hasMessageContaining("check that TLS is spoken on that port");
        }
        assertThatThrownBy(() -> read("host", "no-such-host.invalid"))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("the name has no address");
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> read("host", "127.0.0.1", "port", silent.getLocalPort(), "timeout", "50ms"))
                    .hasMessageContaining("no handshake within 50 ms");
        }
    }

    @Test
    void refusesTimesWithoutAUnitAndOutOfRange() {
        assertThatThrownBy(() -> CertificatesProbe.WITHIN.type().parse(Json.of("30")))
                .isInstanceOf(BadValue.class);
        assertThatThrownBy(() -> CertificatesProbe.WITHIN.type().parse(Json.of("4000d")))
                .hasMessageContaining("is out of range");
    }

    private static double days(Json.Obj reading) {
        return ((Json.Num) reading.get("days").orElseThrow()).value().doubleValue();
    }

    private static void answer(ServerSocket server) {
        Thread.startVirtualThread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    int _ = client.getInputStream().read();
                } catch (IOException _) {
                    // the client has what it wanted after the handshake
                }
            }
        });
    }

    private Json.Obj read(Object... arguments) throws Exception {
        return (Json.Obj) kind.open("a probe", Given.arguments(kind, arguments), Machine.local())
                .read();
    }
}
