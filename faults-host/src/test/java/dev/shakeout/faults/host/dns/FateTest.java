package dev.shakeout.faults.host.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.shakeout.model.Glob;
import dev.shakeout.model.Percent;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Answers in packets as they come from the wire, byte by byte. */
class FateTest {
    private static final Met ALL = new Met(List.of(new Glob("*")), Set.of(), new Percent(100), 0);
    private static final Trouble NO_SUCH_NAME = new Trouble.Failure(3);

    private static final int IPV4_AND_TCP = 40;

    private static DnsMessage answer(String name, int addresses) throws Exception {
        InetAddress address = InetAddress.getByName("192.0.2.1");
        return DnsMessage.query(77, name, 1).answer(0, java.util.Collections.nCopies(addresses, address), 60);
    }

    /** Of TCP, with messages each after its length, of which so many bytes are in this segment. */
    private static ByteBuffer segment(int bytes, DnsMessage... messages) {
        var content = ByteBuffer.allocate(65_535);
        for (DnsMessage message : messages) {
            content.putShort((short) message.bytes().length).put(message.bytes());
        }
        int length = Math.min(bytes, content.position());
        var packet = ByteBuffer.allocate(IPV4_AND_TCP + length);
        packet.put(0, (byte) 0x45).putShort(2, (short) packet.capacity()).put(9, (byte) 6);
        packet.put(20 + 12, (byte) 0x50).putShort(22, (short) 4711);
        packet.put(IPV4_AND_TCP, content.array(), 0, length);
        return packet;
    }

    private static byte[] content(Fate fate) {
        return ((Fate.Changed) fate).packet().content();
    }

    @Test
    void an_answer_by_tcp_keeps_its_length_and_can_be_read_to_its_end() throws Exception {
        ByteBuffer packet = segment(9999, answer("a.example", 2));
        byte[] changed = content(Fate.of(packet, ALL, NO_SUCH_NAME));
        assertThat(changed).hasSize(packet.capacity() - IPV4_AND_TCP);

        DnsMessage told =
                DnsMessage.of(Arrays.copyOfRange(changed, 2, changed.length)).orElseThrow();
        assertThat(told.error()).isEqualTo(3);
        assertThat(told.addresses()).isEmpty();
        int padding = 2 + answer("a.example", 0).bytes().length;
        assertThat(ByteBuffer.wrap(changed).getShort(2 + 10))
                .as("records behind")
                .isEqualTo((short) 1);
        assertThat(Short.toUnsignedInt(ByteBuffer.wrap(changed).getShort(padding + 9)))
                .as("the rest of the message belongs to the record that means nothing")
                .isEqualTo(changed.length - padding - 11);
    }

    @Test
    void several_answers_in_a_segment_are_told_apart_and_one_may_go_on_in_the_next() throws Exception {
        var met = new Met(List.of(new Glob("b.*")), Set.of(), new Percent(100), 0);
        DnsMessage first = answer("a.example", 1);
        DnsMessage second = answer("b.example", 20);
        int seen = 2 + first.bytes().length + 2 + 60;
        byte[] changed = content(Fate.of(segment(seen, first, second), met, NO_SUCH_NAME));

        assertThat(Arrays.copyOfRange(changed, 2, 2 + first.bytes().length)).isEqualTo(first.bytes());
        assertThat(DnsMessage.of(Arrays.copyOfRange(changed, 4 + first.bytes().length, seen)))
                .map(DnsMessage::error)
                .contains(3);
        assertThat(changed).hasSize(seen);
    }

    @Test
    void where_there_is_no_room_for_a_wrong_address_by_tcp_the_server_fails() throws Exception {
        var wrong = new Trouble.Wrong(List.of(InetAddress.getByName("10.9.9.9")), false, 0);
        byte[] one = content(Fate.of(segment(9999, answer("a.example", 1)), ALL, wrong));
        assertThat(DnsMessage.of(Arrays.copyOfRange(one, 2, one.length))
                        .orElseThrow()
                        .addresses())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("10.9.9.9");
        byte[] none = content(Fate.of(segment(9999, answer("a.example", 0)), ALL, wrong));
        assertThat(DnsMessage.of(Arrays.copyOfRange(none, 2, none.length)).map(DnsMessage::error))
                .contains(2);
    }

    @Test
    void a_share_is_kept_whatever_is_asked_and_a_question_that_is_repeated_fares_the_same() throws Exception {
        var some = new Met(List.of(new Glob("*")), Set.of(), new Percent(25), 4711);
        int hit = 0;
        for (int port = 0; port < 20_000; port++) {
            DnsMessage message = answer(port % 2 == 0 ? "a.example" : "b.example", 1);
            assertThat(some.by(message, port)).isEqualTo(some.by(message, port));
            hit += some.by(message, port) ? 1 : 0;
        }
        assertThat(hit).isBetween(4700, 5300);
    }

    @Test
    void whatever_comes_is_survived() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] sound =
                segment(9999, answer("a.example", 3), answer("b.example", 2)).array();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(sound, random.nextInt(sound.length + 10));
            for (int n = random.nextInt(8); n > 0 && bytes.length > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> survives(bytes))
                    .as("seed %d, packet %d", seed, i)
                    .doesNotThrowAnyException();
        }
    }

    private static void survives(byte[] bytes) {
        if (Fate.of(ByteBuffer.wrap(bytes), ALL, NO_SUCH_NAME) instanceof Fate.Changed(Packet changed)
                && changed.tcp()) {
            assertThat(changed.bytes()).hasSize(bytes.length).startsWith(bytes[0]);
        }
        Packet.of(ByteBuffer.wrap(bytes))
                .map(Packet::content)
                .flatMap(DnsMessage::of)
                .ifPresent(DnsMessage::addresses);
    }
}
