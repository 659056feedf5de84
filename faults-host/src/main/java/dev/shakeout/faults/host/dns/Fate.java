package dev.shakeout.faults.host.dns;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What becomes of a packet that comes from a DNS server. */
sealed interface Fate {
    /** It goes on as it came. */
    record Untouched() implements Fate {}

    record Dropped() implements Fate {}

    record Held(long nanos) implements Fate {}

    record Changed(Packet packet) implements Fate {}

    Fate UNTOUCHED = new Untouched();

    /** Before each message of TCP stands its length (RFC 1035, section 4.2.2). */
    int PREFIX = 2;

    static Fate of(ByteBuffer payload, Met met, Trouble trouble) {
        Optional<Packet> packet = Packet.of(payload);
        if (packet.isEmpty()) {
            return UNTOUCHED;
        }
        return packet.get().tcp() ? ofSegment(packet.get(), met, trouble) : ofDatagram(packet.get(), met, trouble);
    }

    private static Optional<DnsMessage> answer(byte[] bytes, int port, Met met) {
        return DnsMessage.of(bytes).filter(DnsMessage::isAnswer).filter(message -> met.by(message, port));
    }

    private static Fate ofDatagram(Packet packet, Met met, Trouble trouble) {
        Optional<DnsMessage> answer = answer(packet.content(), packet.port(), met);
        return answer.map(message -> switch (trouble) {
                    case Trouble.Silence _ -> new Dropped();
                    case Trouble.Late late -> new Held(late.nanos());
                    case Trouble.Failure(int error) ->
                        changed(packet, message.answer(error).bytes());
                    case Trouble.Wrong wrong -> {
                        List<InetAddress> addresses = wrong.of(message.type());
                        yield changed(
                                packet,
                                message.answer(0, addresses, wrong.secondsToLive())
                                        .bytes());
                    }
                })
                .orElse(UNTOUCHED);
    }

    private static Fate changed(Packet packet, byte[] content) {
        return new Changed(packet.with(content));
    }

    /**
     * Messages that begin in this segment; the end of the last one may follow in others. Each keeps its length, as the two
     * ends of the connection count the bytes. Whoever sends the length by itself is not understood, and passes.
     */
    private static Fate ofSegment(Packet packet, Met met, Trouble trouble) {
        byte[] content = packet.content();
        boolean any = false;
        for (int at = 0; at + PREFIX + DnsMessage.HEADER <= content.length; ) {
            int length = Short.toUnsignedInt(ByteBuffer.wrap(content).getShort(at));
            int from = at + PREFIX;
            int to = Math.min(content.length, from + length);
            Optional<DnsMessage> answer = answer(Arrays.copyOfRange(content, from, to), packet.port(), met);
            if (answer.isPresent()) {
                switch (trouble) {
                    case Trouble.Silence _ -> {
                        return new Dropped();
                    }
                    case Trouble.Late late -> {
                        return new Held(late.nanos());
                    }
                    case Trouble.Failure _, Trouble.Wrong _ -> {
                        Optional<DnsMessage> other = sameLength(answer.get(), trouble, length, to - from);
                        other.ifPresent(told -> System.arraycopy(told.bytes(), 0, content, from, to - from));
                        any |= other.isPresent();
                    }
                }
            }
            at = from + length;
        }
        return any ? changed(packet, content) : UNTOUCHED;
    }

    /** As many of the addresses as there is room for; if there is none for a single one, the server failed. */
    private static Optional<DnsMessage> sameLength(DnsMessage answer, Trouble trouble, int length, int room) {
        if (trouble instanceof Trouble.Failure(int error)) {
            return answer.answer(error).padded(length, room);
        }
        if (trouble instanceof Trouble.Wrong wrong) {
            List<InetAddress> addresses = wrong.of(answer.type());
            for (int count = addresses.size(); count > 0; count--) {
                Optional<DnsMessage> told = answer.answer(0, addresses.subList(0, count), wrong.secondsToLive())
                        .padded(length, room);
                if (told.isPresent()) {
                    return told;
                }
            }
            return answer.answer(addresses.isEmpty() ? 0 : ErrorCode.SERVFAIL.number())
                    .padded(length, room);
        }
        return Optional.empty();
    }
}
