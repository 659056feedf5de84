package dev.shakeout.probes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
    @Test
    void readsAnyRowOfAnswersHoweverTheyComeInPieces() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            var wire = new ByteArrayOutputStream();
            var bodies = new java.util.ArrayList<byte[]>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                var body = new byte[random.nextInt(3) * random.nextInt(6000)];
                random.nextBytes(body);
                bodies.add(body);
                write(random, body, wire);
            }
            var reader = new AnswerReader(new Pieces(wire.toByteArray(), random));
            for (byte[] body : bodies) {
                var read = new ByteArrayOutputStream();
                Answer answer = reader.read(true, read);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.reusable()).isTrue();
                assertThat(read.toByteArray())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(body);
            }
            assertThat(reader.empty()).isTrue();
        }
    }

    private static void write(Random random, byte[] body, ByteArrayOutputStream wire) {
        if (random.nextInt(4) == 0) {
            put(wire, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
        }
        put(wire, "HTTP/1.1 200 OK\r\nX-Any: " + "y".repeat(random.nextInt(5000)) + "\r\n");
        if (random.nextBoolean()) {
            put(wire, "content-length: " + body.length + "\r\n\r\n");
            wire.writeBytes(body);
            return;
        }
        put(wire, "Transfer-Encoding: Chunked\r\n\r\n");
        for (int at = 0; at < body.length; ) {
            int size = 1 + random.nextInt(body.length - at);
            put(wire, Integer.toHexString(size) + (random.nextBoolean() ? ";a=b" : "") + "\r\n");
            wire.write(body, at, size);
            put(wire, "\r\n");
            at += size;
        }
        put(wire, random.nextBoolean() ? "0\r\n\r\n" : "0\r\nTrailer: t\r\n\r\n");
    }

    private static void put(ByteArrayOutputStream wire, String text) {
        wire.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void anAnswerWithoutABodyEndsWithItsHead() throws IOException {
        for (String status : List.of("204 No Content", "304 Not Modified")) {
            assertThat(read("HTTP/1.1 " + status + "\r\nContent-Length: 10\r\n\r\n", true)
                            .reusable())
                    .isTrue();
        }
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", false).reusable())
                .isTrue();
    }

    @Test
    void aConnectionThatTheServerEndsIsNotReused() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", true)
                        .reusable())
                .isFalse();
        assertThat(read("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", true).reusable())
                .isFalse();
        assertThat(read("HTTP/1.1 200 OK\r\n\r\nto the end", true).reusable()).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAnAnswer() {
        assertThatThrownBy(() -> read("", true)).isInstanceOf(Unanswered.class);
        assertThatThrownBy(() -> read("SSH-2.0-OpenSSH_9\r\n\r\n", true)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", true))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhalf", true))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nX: " + "y".repeat(70_000), true))
                .isInstanceOf(ProtocolException.class);
    }

    private static Answer read(String wire, boolean withBody) throws IOException {
        var in = new ByteArrayInputStream(wire.getBytes(StandardCharsets.US_ASCII));
        return new AnswerReader(in).read(withBody, OutputStream.nullOutputStream());
    }

    /** Gives a few bytes at a time, as a network may. */
    private static final class Pieces extends InputStream {
        private final ByteArrayInputStream all;
        private final Random random;

        Pieces(byte[] all, Random random) {
            this.all = new ByteArrayInputStream(all);
            this.random = random;
        }

        @Override
        public int read() {
            return all.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return all.read(into, offset, 1 + random.nextInt(Math.min(length, 1 << random.nextInt(13))));
        }
    }
}
