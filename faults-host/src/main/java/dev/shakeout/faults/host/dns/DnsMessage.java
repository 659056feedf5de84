package dev.shakeout.faults.host.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A message of DNS with one question, as it is on the wire (RFC 1035, section 4). */
public final class DnsMessage {
    static final int HEADER = 12;
    /** Owner (a pointer to the question), type, class, time to live and length. */
    private static final int RECORD = 12;
    /** The same with the root as its owner. */
    private static final int PADDING = 11;
    /** The first of those that nobody gives a meaning to (RFC 6895, section 3.1). */
    private static final int PRIVATE_TYPE = 0xff00;

    /** In the second word of the header: an answer, its truth, that it was cut, and the error. */
    private static final int RESPONSE = 0x8000;

    private static final int AUTHORITATIVE = 0x0400;
    private static final int CUT = 0x0200;
    private static final int RECURSION_WANTED = 0x0100;
    private static final int ERROR = 0x000f;

    private static final int INTERNET = 1;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 255;
    private static final int POINTER = 0xc0;
    private static final int POINTER_TO_QUESTION = POINTER << 8 | HEADER;

    private final byte[] bytes;
    private final String name;
    private final int type;
    /** Where its other records begin, behind the header and the question. */
    private final int body;

    private DnsMessage(byte[] bytes, String name, int type, int body) {
        this.bytes = bytes;
        this.name = name;
        this.type = type;
        this.body = body;
    }

    /** Empty when these bytes are something else, are damaged, or ask for several things at once, which nobody does. */
    public static Optional<DnsMessage> of(byte[] bytes) {
        try {
            var reading = ByteBuffer.wrap(bytes);
            if (reading.position(4).getShort() != 1) {
                return Optional.empty();
            }
            var name = new StringBuilder();
            reading.position(HEADER);
            for (int length = reading.get(); length != 0; length = reading.get()) {
                if (length < 0 || length > LONGEST_LABEL || reading.position() - HEADER + length > LONGEST_NAME) {
                    return Optional.empty(); // nothing stands before the question that its name could point to
                }
                var label = new byte[length];
                reading.get(label);
                name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.ISO_8859_1));
            }
            int type = Short.toUnsignedInt(reading.getShort());
            reading.getShort();
            return Optional.of(
                    new DnsMessage(bytes, name.toString().toLowerCase(Locale.ROOT), type, reading.position()));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Asks for the records of one type that a name has. */
    public static DnsMessage query(int id, String name, int type) {
        var writing = ByteBuffer.allocate(HEADER + name.length() + 2 + 4);
        writing.putShort((short) id).putShort((short) RECURSION_WANTED).putShort((short) 1);
        writing.position(HEADER);
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.", -1)) {
            writing.put((byte) label.length()).put(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        writing.put((byte) 0).putShort((short) type).putShort((short) INTERNET);
        return new DnsMessage(Arrays.copyOf(writing.array(), writing.position()), name, type, writing.position());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** Of the question, in lower case, without the dot at its end; empty for the root. */
    public String name() {
        return name;
    }

    /** Of the question; see {@link RecordType}. */
    public int type() {
        return type;
    }

    private int flags() {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(2));
    }

    int id() {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(0));
    }

    public boolean isAnswer() {
        return (flags() & RESPONSE) != 0;
    }

    /** 0 for none; see {@link ErrorCode}. */
    public int error() {
        return flags() & ERROR;
    }

    /** An answer to the same question that has no records. */
    public DnsMessage answer(int error) {
        return answer(error, List.of(), 0);
    }

    /** An answer to the same question with these addresses, all of which are of its type. */
    public DnsMessage answer(int error, List<InetAddress> addresses, int secondsToLive) {
        int length = addresses.stream()
                .mapToInt(each -> RECORD + each.getAddress().length)
                .sum();
        var writing = ByteBuffer.wrap(Arrays.copyOf(bytes, body + length));
        int kept = flags() & ~(AUTHORITATIVE | CUT | ERROR);
        writing.putShort(2, (short) (kept | RESPONSE | error))
                .putShort(6, (short) addresses.size())
                .putShort(8, (short) 0)
                .putShort(10, (short) 0)
                .position(body);
        for (InetAddress each : addresses) {
            writing.putShort((short) POINTER_TO_QUESTION)
                    .putShort((short) RecordType.of(each).number())
                    .putShort((short) INTERNET)
                    .putInt(secondsToLive)
                    .putShort((short) each.getAddress().length)
                    .put(each.getAddress());
        }
        return new DnsMessage(writing.array(), name, type, body);
    }

    /**
     * The same of just that length, by a record at its end that means nothing; none if it is longer, or shorter by less than
     * such a record.
     *
     * @param room in which all that means something must be, and the head of that record
     */
    Optional<DnsMessage> padded(int length, int room) {
        int left = length - bytes.length;
        if (left == 0 && length <= room) {
            return Optional.of(this);
        }
        if (left < PADDING || bytes.length + PADDING > room) {
            return Optional.empty();
        }
        var writing = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
        writing.putShort(10, (short) 1)
                .position(bytes.length)
                .put((byte) 0) // belongs to the root
                .putShort((short) PRIVATE_TYPE)
                .putShort((short) INTERNET)
                .putInt(0)
                .putShort((short) (left - PADDING));
        return Optional.of(new DnsMessage(writing.array(), name, type, body));
    }

    /** The addresses in it, as far as it can be read. */
    public List<InetAddress> addresses() {
        var found = new ArrayList<InetAddress>();
        try {
            var reading = ByteBuffer.wrap(bytes);
            int records = Short.toUnsignedInt(reading.getShort(6));
            reading.position(body);
            for (int i = 0; i < records; i++) {
                skipName(reading);
                int kind = Short.toUnsignedInt(reading.getShort());
                reading.position(reading.position() + 6);
                var data = new byte[Short.toUnsignedInt(reading.getShort())];
                reading.get(data);
                if (kind == RecordType.A.number() || kind == RecordType.AAAA.number()) {
                    found.add(InetAddress.getByAddress(data));
                }
            }
        } catch (BufferUnderflowException | IllegalArgumentException | UnknownHostException _) {
            // what could be read stands
        }
        return found;
    }

    private static void skipName(ByteBuffer reading) {
        for (int length = Byte.toUnsignedInt(reading.get()); length != 0; length = Byte.toUnsignedInt(reading.get())) {
            if (length >= POINTER) {
                reading.get();
                return;
            }
            reading.position(reading.position() + length);
        }
    }

    static boolean fits(InetAddress address, int type) {
        return RecordType.of(address).number() == type;
    }
}
