package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What goes through a proxy arrives whole and in order, at its own pace, whatever faults come and go. */
class ProxyFlowTest extends WithProxy {
    private static final int PIECES = 48;

    @Test
    void a_delay_costs_time_but_no_throughput() throws Exception {
        put("a", "delay 200ms");
        awaitFaults("delay 200ms");
        long begin = System.nanoTime();
        roundTrip(2 << 20, new Random(1));
        // Chunk by chunk, 64 chunks of 32 KiB would take more than 12 seconds.
        assertThat((System.nanoTime() - begin) / 1e6).isBetween(200.0, 3000.0);
    }

    @Test
    void nothing_is_lost_or_reordered_while_faults_come_and_go() throws Exception {
        long seed = 20_261_123L;
        var random = new Random(seed);
        var restless = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 8; i++) {
                    put("a", i % 3 == 2 ? "drop" : "delay 30ms 20ms");
                    TimeUnit.MILLISECONDS.sleep(60);
                    remove("a");
                    TimeUnit.MILLISECONDS.sleep(40);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (!restless.isDone()) {
            roundTrip(1 << 20, random);
        }
        restless.join();
    }

    @Test
    void floods_arrive_whole_though_their_readers_rest_and_faults_come_and_go() throws Exception {
        var pieces = new byte[2][1 << 20];
        var random = new Random(20_261_126L);
        var written = new AtomicLong();
        try (var service = new ServerSocket(0, 2, LOCAL)) {
            InetSocketAddress before = LiveProxy.before(control, (InetSocketAddress) service.getLocalSocketAddress());
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < pieces.length; i++) {
                byte[] piece = pieces[i];
                random.nextBytes(piece);
                piece[0] = (byte) i;
                all.add(CompletableFuture.runAsync(() -> send(piece, before, written), Thread::startVirtualThread));
                Socket server = service.accept();
                all.add(CompletableFuture.runAsync(() -> expect(pieces, server, written), Thread::startVirtualThread));
            }
            for (int i = 0; i < 5; i++) {
                put("a", "delay 20ms");
                awaitFaults("delay 20ms");
                remove("a");
                awaitFaults();
            }
            all.forEach(CompletableFuture::join);
        }
    }

    private static void send(byte[] piece, InetSocketAddress to, AtomicLong written) {
        try (var client = new Socket(to.getAddress(), to.getPort())) {
            for (int i = 0; i < PIECES; i++) {
                client.getOutputStream().write(piece);
                written.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same piece again and again, then the end. Rests at times until nobody can write any more. */
    private static void expect(byte[][] pieces, Socket from, AtomicLong written) {
        try (from) {
            from.setSoTimeout(10_000);
            for (int i = 0; i < PIECES; i++) {
                if (i % 16 == 0) {
                    awaitStuck(written);
                }
                byte[] came = from.getInputStream().readNBytes(pieces[0].length);
                assertThat(Arrays.equals(came, pieces[came[0]]))
                        .as("piece %d", i)
                        .isTrue();
            }
            assertThat(from.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitStuck(AtomicLong written) {
        var before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(100)).until(() -> written.get() == before.getAndSet(written.get()));
    }

    /** Sends random bytes, ends its half of the connection, and expects all of them back, then the end. */
    private void roundTrip(int size, Random random) throws Exception {
        var sent = new byte[size];
        random.nextBytes(sent);
        try (var socket = connect()) {
            var writing = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            byte[] received = socket.getInputStream().readAllBytes();
            writing.join();
            assertThat(Arrays.equals(sent, received)).isTrue();
        }
    }

    @Test
    void a_slow_reader_slows_the_writer_instead_of_filling_the_memory() throws Exception {
        try (var socket = connect()) {
            var written = new AtomicLong();
            put("a", "delay 20ms");
            awaitFaults("delay 20ms");
            var chunk = new byte[64 << 10];
            Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        socket.getOutputStream().write(chunk);
                        written.addAndGet(chunk.length);
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            awaitStuck(written);
            assertThat(written.get()).isLessThan(64L << 20);
        }
    }
}
