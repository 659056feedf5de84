package dev.shakeout.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class TcpProbeTest {
    private final TcpProbe kind = new TcpProbe();

    @Test
    void tellsThatAPortTakesConnectionsAndHowLongItTook() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Json.Obj seen = read("host", "127.0.0.1", "port", server.getLocalPort());
            assertThat(seen.get("connected")).contains(Json.of(true));
            assertThat(seen.get("millis")
                            .map(m -> ((Json.Num) m).value().doubleValue())
                            .orElseThrow())
                    .isBetween(0.001, 2000.0);
            assertThat(seen.get("error")).isEmpty();
        }
    }

    @Test
    void reportsARefusedConnectionAndAnUnknownNameInsteadOfFailing() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        Json.Obj refused = read("host", "127.0.0.1", "port", port);
        assertThat(refused.get("connected")).contains(Json.of(false));
        assertThat(refused.get("error").orElseThrow().text()).contains("refused");
        assertThat(read("host", "no-such-host.invalid", "port", 80)
                        .get("error")
                        .orElseThrow()
                        .text())
                .contains("no-such-host.invalid");
    }

    @Test
    void givesUpOnAPortThatDoesNotAnswer() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var waiting = new ArrayList<SocketChannel>();
            for (int i = 0; i < 10; i++) {
                var channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
                waiting.add(channel);
            }
            Json.Obj seen = read("host", "127.0.0.1", "port", server.getLocalPort(), "timeout", "150ms");
            assertThat(seen.get("connected")).contains(Json.of(false));
            assertThat(seen.get("error").orElseThrow().text()).isEqualTo("no connection within 150 ms");
            for (var channel : waiting) {
                channel.close();
            }
        }
    }

    private Json.Obj read(Object... given) throws Exception {
        return (Json.Obj) kind.open("a probe", Given.arguments(kind, given), Machine.local())
                .read();
    }
}
