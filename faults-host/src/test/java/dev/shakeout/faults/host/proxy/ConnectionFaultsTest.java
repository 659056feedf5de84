package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionFaultsTest {
    private static final byte[] DATA = new byte[100_000];

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void ping(Socket socket) throws IOException {
        socket.getOutputStream().write(7);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
    }

    /** Sends and reads back, until the other side ends it. */
    private static int returned(Socket socket) throws IOException {
        Thread.startVirtualThread(() -> {
            try {
                socket.getOutputStream().write(DATA);
                socket.shutdownOutput();
            } catch (IOException e) {
                // what comes back tells
            }
        });
        return socket.getInputStream().readAllBytes().length;
    }

    @Test
    void resets_at_once_after_a_time_and_after_bytes() throws IOException {
        try (var proxy = LiveProxy.echo("reset");
                var socket = proxy.connect()) {
            assertThatThrownBy(() -> ping(socket)).isInstanceOf(SocketException.class);
        }
        try (var proxy = LiveProxy.echo("reset 200ms");
                var socket = proxy.connect()) {
            long begin = System.nanoTime();
            ping(socket);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(millisSince(begin)).isGreaterThan(190);
        }
        try (var proxy = LiveProxy.echo("reset 3B direction=answers");
                var socket = proxy.connect()) {
            ping(socket);
            ping(socket);
            ping(socket);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void ends_a_connection_in_order_after_so_many_bytes_and_delivers_them() throws IOException {
        try (var proxy = LiveProxy.echo("limit-data 10KiB direction=answers");
                var socket = proxy.connect()) {
            assertThat(returned(socket)).isEqualTo(10 << 10);
        }
    }

    @Test
    void lets_no_more_than_its_bandwidth_through() throws IOException {
        try (var proxy = LiveProxy.echo("bandwidth 200KB direction=requests");
                var socket = proxy.connect()) {
            long begin = System.nanoTime();
            assertThat(returned(socket)).isEqualTo(DATA.length);
            assertThat(millisSince(begin)).isBetween(480.0, 1500.0);
        }
    }

    @Test
    void cuts_into_pieces_with_pauses() throws IOException {
        try (var proxy = LiveProxy.echo("slicer 10B 50ms direction=answers");
                var socket = proxy.connect()) {
            socket.getOutputStream().write(new byte[30]);
            long begin = System.nanoTime();
            var piece = new byte[100];
            for (int i = 0; i < 3; i++) {
                assertThat(socket.getInputStream().read(piece)).isEqualTo(10);
            }
            assertThat(millisSince(begin)).isGreaterThan(90);
        }
    }

    @Test
    void tells_of_an_end_later() throws IOException {
        try (var proxy = LiveProxy.echo("slow-close 300ms direction=requests");
                var socket = proxy.connect()) {
            ping(socket);
            long begin = System.nanoTime();
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isNegative();
            assertThat(millisSince(begin)).isBetween(300.0, 1000.0);
        }
    }

    @Test
    void meets_its_share_of_the_connections_and_each_of_them_for_good() throws IOException {
        int reset = 0;
        try (var proxy = LiveProxy.echo("reset 2B direction=answers percent=30%")) {
            for (int i = 0; i < 300; i++) {
                try (var socket = proxy.connect()) {
                    ping(socket);
                    ping(socket);
                    ping(socket);
                } catch (SocketException | AssertionError e) {
                    reset++;
                }
            }
        }
        // 30% of 300; 6 standard deviations to either side
        assertThat(reset).isBetween(90 - 48, 90 + 48);
    }

    @Test
    void several_faults_meet_one_connection() throws IOException {
        try (var proxy = LiveProxy.echo(
                        "delay 100ms", "delay 100ms direction=answers", "limit-data 3B direction=answers");
                var socket = proxy.connect()) {
            long begin = System.nanoTime();
            assertThat(returned(socket)).isEqualTo(3);
            assertThat(millisSince(begin)).isBetween(200.0, 900.0);
        }
    }

    @Test
    void a_refusal_of_a_share_resets_those_and_serves_the_others() throws IOException {
        int served = 0;
        try (var proxy = LiveProxy.echo("refuse percent=50%")) {
            for (int i = 0; i < 60; i++) {
                try (var socket = proxy.connect()) {
                    ping(socket);
                    served++;
                } catch (SocketException | AssertionError e) {
                    // one of the others
                }
            }
        }
        assertThat(served).isBetween(8, 52);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            delay 100                   | with its unit
            reset soon                  | not a duration
            limit-data                  | needs a size
            slicer 0B 1ms               | 1B at least
            slicer 1KiB                 | needs a pause
            bandwidth 0B                | 1B at least
            drop percent=half           | not a percentage
            drop direction=sideways     | requests, answers, both
            """)
    void says_what_is_wrong_with_a_line(String line, String complaint) {
        assertThatThrownBy(() -> FaultLine.parse(line))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining(complaint);
    }
}
