package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged sessions of HTTP/2, from either side: each may end its own connection, and no other. */
class H2FuzzTest {
    @Test
    void whatever_a_client_says_others_are_served() throws Exception {
        long seed = 20_261_126L;
        var random = new Random(seed);
        try (var mirror = H2Mirror.plain()) {
            clients(
                    LiveProxy.before(mirror.address(), "http delay latency=5ms percent=50%", "http rewrite set.A=b"),
                    random,
                    seed);
        }
    }

    private static void clients(InetSocketAddress front, Random random, long seed) throws Exception {
        for (int round = 0; round < 300; round++) {
            try (var raw = new H2Raw(front)) {
                raw.write(mutant(session(raw), random));
            } catch (IOException e) {
                // cut off while it spoke
            }
        }
        try (var raw = H2Raw.greeting(front)) {
            raw.send(H2Frame.HEADERS, 5, 1, raw.request("GET", "/after"));
            assertThat(raw.decoded(raw.await(H2Frame.HEADERS)).toString())
                    .as("seed %d", seed)
                    .contains("GET /after");
        }
    }

    private static byte[] session(H2Raw raw) throws IOException {
        var all = new ByteArrayOutputStream();
        all.writeBytes(H2Frame.PREFACE);
        all.writeBytes(new H2Frame(H2Frame.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 100, 0})
                .bytes()
                .array());
        for (int stream = 1; stream < 9; stream += 2) {
            all.writeBytes(new H2Frame(H2Frame.HEADERS, 4, stream, raw.request("POST", "/" + stream))
                    .bytes()
                    .array());
            all.writeBytes(new H2Frame(H2Frame.DATA, stream % 4 == 1 ? 1 : 0, stream, new byte[300])
                    .bytes()
                    .array());
            all.writeBytes(
                    H2Frame.number(H2Frame.WINDOW_UPDATE, stream, 1000).bytes().array());
        }
        all.writeBytes(H2Frame.number(H2Frame.RST_STREAM, 3, 8).bytes().array());
        all.writeBytes(new H2Frame(H2Frame.GOAWAY, 0, 0, new byte[8]).bytes().array());
        return all.toByteArray();
    }

    /** Mostly in the frames: a changed preface is no HTTP/2. */
    private static byte[] mutant(byte[] session, Random random) {
        byte[] mutant = Arrays.copyOf(session, session.length - random.nextInt(session.length / 2));
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            mutant[random.nextInt(20, mutant.length)] = (byte) random.nextInt();
        }
        return mutant;
    }

    @Test
    void whatever_a_service_says_the_proxy_goes_on() throws Exception {
        var random = new Random(7);
        var rounds = new java.util.concurrent.atomic.AtomicInteger();
        try (var proxy = LiveProxy.to(
                client -> {
                    rounds.incrementAndGet();
                    client.getOutputStream().write(mutant(answers(), random));
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                },
                "http rewrite set.A=b direction=answers")) {
            for (int round = 0; round < 200; round++) {
                try (var raw = H2Raw.greeting(proxy.front())) {
                    raw.send(H2Frame.HEADERS, 5, 1, raw.request("GET", "/a"));
                    raw.send(H2Frame.HEADERS, 5, 3, raw.request("GET", "/b"));
                    raw.end();
                    raw.rest();
                } catch (IOException e) {
                    // cut off while it spoke
                }
            }
            await().until(() -> rounds.get() == 200);
        }
    }

    private static byte[] answers() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(new H2Frame(H2Frame.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 100, 0})
                .bytes()
                .array());
        all.writeBytes(new H2Frame(H2Frame.HEADERS, 4, 1, new byte[] {(byte) 0x88})
                .bytes()
                .array());
        all.writeBytes(new H2Frame(H2Frame.DATA, 1, 1, new byte[300]).bytes().array());
        all.writeBytes(H2Frame.number(H2Frame.WINDOW_UPDATE, 0, 1000).bytes().array());
        all.writeBytes(new H2Frame(H2Frame.HEADERS, 5, 3, new byte[] {(byte) 0x89})
                .bytes()
                .array());
        all.writeBytes(new H2Frame(H2Frame.GOAWAY, 0, 0, new byte[8]).bytes().array());
        return all.toByteArray();
    }
}
