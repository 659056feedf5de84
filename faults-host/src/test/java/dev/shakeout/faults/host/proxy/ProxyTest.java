package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** What becomes of connections by a proxy while faults are on, and afterwards. */
class ProxyTest extends WithProxy {
    /** The quickest of three: a busy machine may stall any one of them, a delay meets them all. */
    private static double pingMillis(Socket socket) throws IOException {
        return Math.min(onePingMillis(socket), Math.min(onePingMillis(socket), onePingMillis(socket)));
    }

    private static double onePingMillis(Socket socket) throws IOException {
        long begin = System.nanoTime();
        socket.getOutputStream().write(7);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
        return (System.nanoTime() - begin) / 1e6;
    }

    @Test
    void delays_open_and_new_connections_once_per_round_trip_and_lets_go() throws IOException {
        try (var open = connect()) {
            pingMillis(open);
            put("a", "delay 150ms");
            awaitFaults("delay 150ms");
            assertThat(pingMillis(open)).isBetween(150.0, 280.0);
            try (var fresh = connect()) {
                assertThat(pingMillis(fresh)).isBetween(150.0, 280.0);
            }
            put("b", "delay 100ms");
            awaitFaults("delay 150ms", "delay 100ms");
            assertThat(pingMillis(open)).isBetween(250.0, 380.0);
            remove("a");
            remove("b");
            awaitFaults();
            assertThat(pingMillis(open)).isLessThan(100);
        }
    }

    @Test
    void refuses_like_a_port_that_nobody_listens_on_and_listens_again() throws IOException {
        try (var open = connect()) {
            pingMillis(open);
            put("a", "refuse");
            await().untilAsserted(() -> assertThatThrownBy(this::connect).hasMessageContaining("refused"));
            assertThatThrownBy(() -> pingMillis(open)).isInstanceOfAny(SocketException.class, AssertionError.class);
        }
        remove("a");
        await().ignoreExceptions().untilAsserted(() -> {
            try (var again = connect()) {
                pingMillis(again);
            }
        });
    }

    @Test
    void drops_in_both_directions_and_delivers_what_was_held_back() throws IOException {
        try (var open = connect()) {
            pingMillis(open);
            put("a", "drop");
            awaitFaults("drop");
            open.getOutputStream().write(new byte[] {1, 2, 3});
            open.setSoTimeout(300);
            assertThatThrownBy(() -> open.getInputStream().read()).isInstanceOf(java.net.SocketTimeoutException.class);
            remove("a");
            open.setSoTimeout(5000);
            var back = new byte[3];
            new DataInputStream(open.getInputStream()).readFully(back);
            assertThat(back).containsExactly(1, 2, 3);
        }
    }

    @Test
    void a_reset_of_one_side_reaches_the_other() throws IOException {
        try (var socket = connect()) {
            pingMillis(socket);
            socket.setSoLinger(true, 0);
        }
        try (var again = connect()) {
            pingMillis(again);
        }
        upstream.close();
        await().until(
                        () -> { // the thread that waits in accept may still take one
                            try (var late = new Socket(LOCAL, upstream.getLocalPort())) {
                                return !late.isConnected();
                            } catch (IOException e) {
                                return true;
                            }
                        });
        try (var orphan = connect()) {
            assertThatThrownBy(() -> {
                        orphan.getOutputStream().write(1); // fails already when the reset is quicker
                        if (orphan.getInputStream().read() < 0) {
                            throw new IOException("closed");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }
}
