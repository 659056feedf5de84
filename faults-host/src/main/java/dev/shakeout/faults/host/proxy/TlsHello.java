package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client of TLS says first (RFC 8446, section 4.1.2), as far as the service must be asked the same. */
sealed interface TlsHello {
    /** Not all of it is there. */
    record Partial() implements TlsHello {}

    /** The client does not speak TLS. */
    record Other() implements TlsHello {}

    /** @param protocols that it would speak, best first */
    record Whole(Optional<String> serverName, List<String> protocols) implements TlsHello {}

    int RECORD = 5;
    int HANDSHAKE = 22;
    int CLIENT_HELLO = 1;
    int LONGEST = 64 << 10;
    int SERVER_NAME = 0;
    int PROTOCOLS = 16;

    static TlsHello read(byte[] bytes) {
        var message = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; ) {
            if (bytes[at] != HANDSHAKE || (at + 1 < bytes.length && bytes[at + 1] != 3)) {
                return new Other();
            }
            if (bytes.length - at < RECORD) {
                return new Partial();
            }
            int length = ((bytes[at + 3] & 0xff) << 8) | (bytes[at + 4] & 0xff);
            if (length == 0 || length > LONGEST / 2) {
                return new Other();
            }
            message.write(bytes, at + RECORD, Math.min(length, bytes.length - at - RECORD));
            at += RECORD + length;
            ByteBuffer hello = ByteBuffer.wrap(message.toByteArray());
            if (hello.remaining() >= 4) {
                int whole = hello.getInt() & 0xffffff;
                if (message.toByteArray()[0] != CLIENT_HELLO || whole > LONGEST) {
                    return new Other();
                }
                if (hello.remaining() >= whole) {
                    return parse(hello.slice(4, whole));
                }
            }
        }
        return new Partial();
    }

    private static TlsHello parse(ByteBuffer hello) {
        try {
            skip(hello, 2 + 32);
            skip(hello, hello.get() & 0xff);
            skip(hello, hello.getShort() & 0xffff);
            skip(hello, hello.get() & 0xff);
            Optional<String> name = Optional.empty();
            List<String> protocols = List.of();
            if (hello.hasRemaining()) {
                hello.getShort();
            }
            while (hello.hasRemaining()) {
                int kind = hello.getShort();
                ByteBuffer extension = part(hello, hello.getShort() & 0xffff);
                if (kind == SERVER_NAME) {
                    extension.getShort();
                    extension.get();
                    name = Optional.of(text(extension, extension.getShort() & 0xffff));
                } else if (kind == PROTOCOLS) {
                    extension.getShort();
                    protocols = names(extension);
                }
            }
            return new Whole(name, protocols);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException _) {
            return new Other();
        }
    }

    private static List<String> names(ByteBuffer list) {
        var names = new ArrayList<String>();
        while (list.hasRemaining()) {
            names.add(text(list, list.get() & 0xff));
        }
        return List.copyOf(names);
    }

    private static void skip(ByteBuffer bytes, int count) {
        bytes.position(bytes.position() + count);
    }

    private static ByteBuffer part(ByteBuffer bytes, int count) {
        ByteBuffer part = bytes.slice(bytes.position(), count);
        skip(bytes, count);
        return part;
    }

    private static String text(ByteBuffer bytes, int count) {
        return StandardCharsets.ISO_8859_1.decode(part(bytes, count)).toString();
    }
}
