package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single frames do to a connection of HTTP/2 that is looked into. */
class H2FramesTest {
    private static final String NOTHING = "http abort path=/nothing";
    private static H2Mirror mirror;

    @BeforeAll
    static void serve() throws IOException {
        mirror = H2Mirror.plain();
    }

    @AfterAll
    static void stop() {
        mirror.close();
    }

    @Test
    void heads_in_pieces_padding_priorities_trailers_and_pings_come_through() throws Exception {
        try (var raw = H2Raw.greeting(LiveProxy.before(mirror.address(), NOTHING))) {
            byte[] block = raw.request("POST", "/split");
            byte[] first = ByteBuffer.allocate(1 + 5 + 3 + 7)
                    .put((byte) 7)
                    .putInt(0)
                    .put((byte) 16)
                    .put(block, 0, 3)
                    .array();
            raw.send(H2Frame.PRIORITY, 0, 1, new byte[5]);
            raw.send(H2Frame.HEADERS, H2Frame.PADDED | H2Frame.WITH_PRIORITY, 1, first);
            raw.send(H2Frame.CONTINUATION, H2Frame.END_HEADERS, 1, Arrays.copyOfRange(block, 3, block.length));
            raw.send(H2Frame.DATA, H2Frame.PADDED, 1, new byte[] {2, 'h', 'i', 0, 0});
            raw.send(0xfe, 0, 1, new byte[12]); // an extension that nobody knows
            raw.send(H2Frame.PING, 0, 0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            int end = H2Frame.END_STREAM | H2Frame.END_HEADERS;
            raw.send(H2Frame.HEADERS, end, 1, raw.encoded("x-trailer", "1"));
            H2Frame pong = raw.await(H2Frame.PING);
            assertThat(pong.flags()).isEqualTo(H2Frame.ACK);
            assertThat(pong.payload()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(raw.decoded(raw.await(H2Frame.HEADERS)).toString()).contains("x-asked: POST /split|");
            assertThat(raw.await(H2Frame.DATA).payload()).containsExactly('h', 'i');
        }
    }

    @Test
    void a_smaller_table_of_header_fields_is_kept_to() throws Exception {
        try (var raw = H2Raw.greeting(LiveProxy.before(mirror.address(), NOTHING))) {
            raw.send(H2Frame.SETTINGS, 0, 0, new byte[] {0, 1, 0, 0, 0, 0});
            raw.await(H2Frame.SETTINGS);
            raw.send(H2Frame.HEADERS, 5, 1, raw.request("GET", "/a"));
            byte[] block = raw.await(H2Frame.HEADERS).payload();
            assertThat(block[0]).isEqualTo((byte) 0x20); // the table is emptied first
            raw.send(H2Frame.HEADERS, 5, 3, raw.request("GET", "/a"));
            byte[] again = raw.await(H2Frame.HEADERS).payload();
            assertThat(again.length).isEqualTo(block.length - 1); // nothing of the first could be referred to
        }
    }

    @Test
    void a_client_that_takes_nothing_gets_no_more_than_it_takes() throws Exception {
        try (var raw =
                H2Raw.greeting(LiveProxy.before(mirror.address(), "http rewrite body=0123456789 direction=answers"))) {
            raw.send(H2Frame.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 4});
            raw.send(H2Frame.HEADERS, 5, 1, raw.request("GET", "/a"));
            assertThat(raw.await(H2Frame.DATA).payload()).containsExactly('0', '1', '2', '3');
            raw.send(H2Frame.PING, 0, 0, new byte[8]);
            assertThat(raw.read().type()).isEqualTo(H2Frame.PING);
            raw.send(H2Frame.WINDOW_UPDATE, 0, 1, new byte[] {0, 0, 0, 100});
            H2Frame rest = raw.await(H2Frame.DATA);
            assertThat(rest.payload()).containsExactly('4', '5', '6', '7', '8', '9');
            assertThat(rest.has(H2Frame.END_STREAM) || raw.await(H2Frame.DATA).has(H2Frame.END_STREAM))
                    .isTrue();
        }
    }

    @Test
    void a_request_that_is_given_up_while_it_is_held_is_forgotten() throws Exception {
        try (var raw = H2Raw.greeting(LiveProxy.before(mirror.address(), "http delay latency=100ms path=/slow"))) {
            raw.send(H2Frame.HEADERS, 5, 1, raw.request("GET", "/slow"));
            raw.send(H2Frame.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
            raw.send(H2Frame.HEADERS, 5, 3, raw.request("GET", "/slow"));
            H2Frame answer = raw.await(H2Frame.HEADERS);
            assertThat(answer.stream()).isEqualTo(3);
            raw.send(H2Frame.WINDOW_UPDATE, 0, 1, new byte[] {0, 0, 0, 1}); // may still have been on its way
            raw.send(H2Frame.DATA, 1, 1, new byte[3]);
            raw.send(H2Frame.HEADERS, 5, 5, raw.request("GET", "/other"));
            assertThat(raw.await(H2Frame.HEADERS).stream()).isEqualTo(5);
        }
    }

    @Test
    void leave_to_send_a_body_that_is_waited_for_is_given_at_once() throws Exception {
        try (var raw = H2Raw.greeting(LiveProxy.before(mirror.address(), "http rewrite patch=%7B%22a%22:1%7D"))) {
            byte[] asks = raw.encoded(
                    ":method", "POST", ":scheme", "http", ":authority", "x", ":path", "/a", "expect", "100-continue");
            raw.send(H2Frame.HEADERS, H2Frame.END_HEADERS, 1, asks);
            assertThat(raw.decoded(raw.await(H2Frame.HEADERS)).toString()).contains(":status: 100");
            raw.send(H2Frame.DATA, H2Frame.END_STREAM, 1, new byte[] {'{', '}'});
            assertThat(raw.decoded(raw.await(H2Frame.HEADERS)).toString()).contains("x-asked: POST /a");
            assertThat(new String(raw.await(H2Frame.DATA).payload(), "US-ASCII"))
                    .isEqualTo("{\"a\":1}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http delay latency=100ms direction=answers, {}",
        "http rewrite set.a=b direction=answers, {}",
        "http rewrite body=x direction=answers, x",
        "http rewrite patch=%7B%22a%22:1%7D direction=answers, '{\"a\":1}'",
    })
    void trailers_come_after_a_changed_body_too(String fault, String body) throws Exception {
        try (var proxy = LiveProxy.to(H2FramesTest::answerWithTrailers, fault);
                var raw = H2Raw.greeting(proxy.front())) {
            raw.send(H2Frame.HEADERS, 5, 1, raw.request("POST", "/package.Service/Method"));
            raw.decoded(raw.await(H2Frame.HEADERS));
            assertThat(new String(raw.await(H2Frame.DATA).payload(), "US-ASCII"))
                    .isEqualTo(body);
            H2Frame trailers = raw.await(H2Frame.HEADERS);
            assertThat(trailers.has(H2Frame.END_STREAM)).isTrue();
            assertThat(raw.decoded(trailers).toString()).contains("grpc-status: 0");
        }
    }

    private static void answerWithTrailers(java.net.Socket client) throws IOException {
        client.getInputStream().readNBytes(H2Frame.PREFACE.length + 60);
        var frames = new ByteArrayOutputStream();
        frames.writeBytes(
                new H2Frame(H2Frame.SETTINGS, 0, 0, new byte[0]).bytes().array());
        frames.writeBytes(new H2Frame(H2Frame.HEADERS, 4, 1, new byte[] {(byte) 0x88})
                .bytes()
                .array());
        frames.writeBytes(
                new H2Frame(H2Frame.DATA, 0, 1, new byte[] {'{', '}'}).bytes().array());
        byte[] status = new byte[] {0, 11, 'g', 'r', 'p', 'c', '-', 's', 't', 'a', 't', 'u', 's', 1, '0'};
        frames.writeBytes(new H2Frame(H2Frame.HEADERS, 5, 1, status).bytes().array());
        client.getOutputStream().write(frames.toByteArray());
        client.getInputStream().readAllBytes();
    }

    /** Type, flags, stream and length of a frame, and the error that the client is told. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 10, 1", // data of no stream
        "0, 0, 9, 10, 1", // of one that was never opened
        "0, 8, 1, 0, 1", // after its end
        "1, 4, 2, 0, 1", // a number that is the service's to give
        "1, 4, 3, 20, 9", // fields that are no fields
        "1, 8, 3, 1, 1", // less than its padding
        "3, 0, 1, 2, 6",
        "3, 0, 9, 4, 1",
        "4, 0, 1, 0, 1",
        "4, 0, 0, 5, 6",
        "5, 4, 1, 20, 1",
        "6, 0, 0, 7, 6",
        "8, 0, 0, 3, 6",
        "8, 0, 0, 4, 3",
        "9, 4, 1, 4, 1",
    })
    void frames_against_the_rules_end_the_connection_with_the_reason(
            int type, int flags, int stream, int length, int code) throws Exception {
        try (var raw = H2Raw.greeting(LiveProxy.before(mirror.address(), "http delay latency=1m"))) {
            raw.send(H2Frame.HEADERS, 5, 1, raw.request("GET", "/a"));
            byte[] payload = new byte[length];
            if (code == 9 || flags == 8) {
                Arrays.fill(payload, (byte) 0xff);
            }
            raw.send(type, flags, stream, payload);
            List<H2Frame> all = raw.rest();
            assertThat(all).isNotEmpty();
            assertThat(all.getLast().type()).isEqualTo(H2Frame.GOAWAY);
            assertThat(ByteBuffer.wrap(all.getLast().payload()).getInt(4)).isEqualTo(code);
        }
    }

    @Test
    void a_service_that_speaks_no_http2_may_say_so() throws Exception {
        try (var proxy = LiveProxy.to(
                        client -> {
                            client.getInputStream().readNBytes(H2Frame.PREFACE.length);
                            client.getOutputStream().write("HTTP/1.1 400 What?\r\n\r\n".getBytes("US-ASCII"));
                        },
                        NOTHING);
                var socket = proxy.connect()) {
            socket.getOutputStream().write(H2Frame.PREFACE);
            assertThat(new String(socket.getInputStream().readAllBytes(), "US-ASCII"))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void a_server_that_leaves_is_heard_to_the_end() throws Exception {
        try (var proxy = LiveProxy.to(H2FramesTest::answerOnceAndLeave, "http delay latency=300ms direction=answers");
                var raw = H2Raw.greeting(proxy.front())) {
            raw.send(H2Frame.HEADERS, 5, 1, raw.request("GET", "/a"));
            raw.send(H2Frame.HEADERS, 5, 3, raw.request("GET", "/b"));
            List<H2Frame> all = raw.rest();
            H2Frame goAway = all.stream()
                    .filter(frame -> frame.type() == H2Frame.GOAWAY)
                    .findFirst()
                    .orElseThrow();
            assertThat(goAway.number()).isEqualTo(1);
            H2Frame last = all.getLast();
            assertThat(last.type()).isEqualTo(H2Frame.DATA);
            assertThat(last.payload()).hasSize(3);
        }
    }

    @Test
    void a_connection_ends_when_both_sides_left_and_nobody_makes_room() throws Exception {
        try (var proxy = LiveProxy.to(H2FramesTest::answerOnceAndLeave, NOTHING);
                var raw = H2Raw.greeting(proxy.front())) {
            raw.send(H2Frame.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 1});
            raw.send(H2Frame.HEADERS, 5, 1, raw.request("GET", "/a"));
            raw.send(H2Frame.HEADERS, 5, 3, raw.request("GET", "/b"));
            assertThat(raw.await(H2Frame.DATA).payload()).hasSize(1);
            raw.end();
            assertThat(raw.ends()).isTrue();
        }
    }

    private static void answerOnceAndLeave(java.net.Socket client) throws IOException {
        client.getInputStream().readNBytes(H2Frame.PREFACE.length + 60);
        var frames = new ByteArrayOutputStream();
        frames.writeBytes(
                new H2Frame(H2Frame.SETTINGS, 0, 0, new byte[0]).bytes().array());
        frames.writeBytes(new H2Frame(H2Frame.HEADERS, 4, 1, new byte[] {(byte) 0x88})
                .bytes()
                .array());
        frames.writeBytes(new H2Frame(H2Frame.GOAWAY, 0, 0, new byte[] {0, 0, 0, 1, 0, 0, 0, 0})
                .bytes()
                .array());
        frames.writeBytes(new H2Frame(H2Frame.DATA, 1, 1, new byte[3]).bytes().array());
        client.getOutputStream().write(frames.toByteArray());
        client.shutdownOutput();
        client.getInputStream().readAllBytes();
    }
}
