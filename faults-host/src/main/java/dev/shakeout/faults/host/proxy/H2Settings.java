package dev.shakeout.faults.host.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What each side says of itself (RFC 9113, section 6.5.2), and what of it we hand on to the other side. */
record H2Settings(int id, int value) {
    static final int TABLE_SIZE = 1;
    static final int STREAM_WINDOW = 4;

    /** Where a client of HTTP/1.1 has them that would rather speak HTTP/2. */
    static final String HEADER = "HTTP2-Settings";

    private static final int PUSH = 2;
    private static final int SIZE = 6;

    /** How large heads may be, how many streams there may be, CONNECT for other protocols (RFC 8441). */
    private static final List<Integer> TO_CLIENT = List.of(6, 3, 8);

    /** How many streams a client takes is about pushes alone. */
    private static final List<Integer> TO_SERVICE = List.of(6);

    static List<H2Settings> read(byte[] payload) throws H2Error {
        if (payload.length % SIZE != 0) {
            throw new H2Error(H2Error.FRAME_SIZE, "settings of " + payload.length + " bytes");
        }
        var all = new ArrayList<H2Settings>();
        for (ByteBuffer bytes = ByteBuffer.wrap(payload); bytes.hasRemaining(); ) {
            all.add(new H2Settings(bytes.getShort() & 0xffff, bytes.getInt()));
        }
        return all;
    }

    /** What a client says of itself in a request by which it asks for HTTP/2; empty when it does not, or not in order. */
    static Optional<byte[]> offered(HttpHead request) {
        List<String> said = request.values(HEADER);
        if (said.size() != 1 || !request.says("upgrade", "h2c")) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(said.getFirst());
            read(payload);
            return Optional.of(payload);
        } catch (IllegalArgumentException | H2Error _) {
            return Optional.empty();
        }
    }

    /** @param offered of which it is known that it can be read */
    static String handedOnInHeader(byte[] offered) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(handedOn(offered, true).payload());
        } catch (H2Error e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the other side is told instead: our own limits, and nothing that is not ours to promise. */
    static H2Frame handedOn(byte[] payload, boolean toService) throws H2Error {
        var next = new ArrayList<H2Settings>();
        next.add(new H2Settings(STREAM_WINDOW, H2Peer.WINDOW));
        if (toService) {
            next.add(new H2Settings(PUSH, 0)); // an answer that nobody asked for is no request's
        }
        read(payload).stream()
                .filter(each -> (toService ? TO_SERVICE : TO_CLIENT).contains(each.id()))
                .forEach(next::add);
        var bytes = ByteBuffer.allocate(next.size() * SIZE);
        next.forEach(each -> bytes.putShort((short) each.id()).putInt(each.value()));
        return new H2Frame(H2Frame.SETTINGS, 0, 0, bytes.array());
    }
}
