package dev.shakeout.probes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.probes.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
    @Test
    void usesAConnectionAgain() throws IOException {
        try (var server = RawServer.start((socket, head, number) -> RawServer.reply(socket, RawServer.OK));
                var pool = pool(server, 1)) {
            for (int i = 0; i < 5; i++) {
                assertThat(send(server, pool).status()).isEqualTo(200);
            }
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void keepsNoMoreThanAllowed() throws IOException {
        try (var server = RawServer.start((socket, head, number) -> RawServer.reply(socket, RawServer.OK));
                var pool = pool(server, 0)) {
            send(server, pool);
            send(server, pool);
            assertThat(server.connections).hasValue(2);
            await().until(() -> server.open.isEmpty());
        }
    }

    @Test
    void passesOverAConnectionThatTheServerHasClosed() throws IOException {
        try (var server = RawServer.start((socket, head, number) -> {
                    RawServer.reply(socket, RawServer.OK);
                    if (number == 1) {
                        socket.close();
                    }
                });
                var pool = pool(server, 1)) {
            send(server, pool);
            await().until(() -> server.open.isEmpty());
            assertThat(send(server, pool).status()).isEqualTo(200);
            assertThat(server.requests).hasValue(2);
        }
    }

    @Test
    void sendsAgainWhenTheGoodbyeOfALongIdleConnectionCrossedTheRequest() throws IOException {
        try (var server = closingAtTheSecondRequest();
                var pool = pool(server, 1)) {
            send(server, pool);
            long idleSince = System.nanoTime();
            await().until(() -> System.nanoTime() - idleSince > 1_100_000_000L);
            assertThat(send(server, pool).status()).isEqualTo(200);
            assertThat(server.requests).hasValue(3);
        }
    }

    @Test
    void doesNotSendAgainWhenABusyConnectionIsLost() throws IOException {
        try (var server = closingAtTheSecondRequest();
                var pool = pool(server, 1)) {
            send(server, pool);
            assertThatThrownBy(() -> send(server, pool)).isInstanceOf(Unanswered.class);
            assertThat(server.requests).hasValue(2);
        }
    }

    @Test
    void anInterruptEndsARequestAndItsConnection() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> Thread.sleep(60_000));
                var pool = pool(server, 1)) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    send(server, pool);
                } catch (IOException _) {
                    // the interrupt is expected
                }
            });
            await().until(() -> server.requests.get() == 1);
            sender.interrupt();
            assertThat(sender.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    private static RawServer closingAtTheSecondRequest() throws IOException {
        return RawServer.start((socket, head, number) -> {
            if (number == 2) {
                socket.close();
            } else {
                RawServer.reply(socket, RawServer.OK);
            }
        });
    }

    private static ConnectionPool pool(RawServer server, int mostIdle) {
        return new ConnectionPool(Origin.of(URI.create(server.url()), true), mostIdle);
    }

    private static Answer send(RawServer server, ConnectionPool pool) throws IOException {
        var request = Request.of("GET", URI.create(server.url()), Map.of(), new byte[0]);
        return pool.send(request, OutputStream.nullOutputStream());
    }
}
