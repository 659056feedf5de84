package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyTest {
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();
    private static final int PIECES = 48;

    @TempDir
    Path folder;

    private ServerSocket upstream;
    private Control control;
    private InetSocketAddress front;

    @BeforeEach
    void start() throws IOException {
        upstream = new ServerSocket(0, 100, LOCAL);
        Thread.startVirtualThread(this::echo);
        control = new Control(List.of());
        control.follow(folder);
        front = link(control);
    }

    private InetSocketAddress link(Control faults) throws IOException {
        InetSocketAddress address;
        try (var free = new ServerSocket(0, 1, LOCAL)) {
            address = new InetSocketAddress(LOCAL, free.getLocalPort());
        }
        new Link(
                        address,
                        (InetSocketAddress) upstream.getLocalSocketAddress(),
                        Optional.empty(),
                        faults,
                        Loops.start(2, faults))
                .start();
        return address;
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private void echo() {
        while (!upstream.isClosed()) {
            try {
                Socket client = upstream.accept();
                Thread.startVirtualThread(() -> echo(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // the client has gone
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(front.getAddress(), front.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

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

    private void put(String name, String line) throws IOException {
        Path draft = folder.resolve("." + name);
        Files.writeString(draft, line + "\n");
        Files.move(draft, folder.resolve(ControlFolder.file(name)), StandardCopyOption.ATOMIC_MOVE);
    }

    private void remove(String name) throws IOException {
        Files.delete(folder.resolve(ControlFolder.file(name)));
    }

    private void awaitFaults(String... wanted) {
        var lines = Arrays.stream(wanted).map(FaultLine::parse).toList();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> control.now().lines().size() == lines.size()
                        && control.now().lines().containsAll(lines));
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

    @Test
    void reads_faults_from_lines_and_names_what_it_does_not_know() {
        assertThat(FaultLine.parse("delay 400ms 50ms").fault())
                .isEqualTo(new ConnectionFault.Delay(Duration.ofMillis(400), Duration.ofMillis(50)));
        assertThatThrownBy(() -> FaultLine.parse("dleay 1s"))
                .hasMessageContaining("dleay 1s")
                .hasMessageContaining("known are");
        assertThatThrownBy(() -> FaultLine.parse("delay")).hasMessageContaining("latency");
    }
}
