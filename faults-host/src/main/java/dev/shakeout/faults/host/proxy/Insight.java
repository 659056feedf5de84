package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Whether what goes through a connection is looked into. Without a reason to it is not, and costs nothing. */
final class Insight {
    private static final long UNDECIDED_NANOS = 200_000_000;

    /** How every connection of HTTP/2 without encryption begins. */
    private static final ByteBuffer SECOND = ByteBuffer.wrap("PRI ".getBytes(StandardCharsets.US_ASCII));

    private final Connection connection;
    private final Side client;
    private final Side service;
    private final Pipe there;
    private final Pipe back;
    private Optional<HttpVersions> filter = Optional.empty();
    private Optional<TlsOpening> opening = Optional.empty();
    private boolean inStep;
    private boolean used;
    private boolean asked;
    private boolean second;
    private boolean sealed;
    private boolean lastWasRequest;

    Insight(Connection connection, Side client, Side service, Pipe there, Pipe back) {
        this.connection = connection;
        this.client = client;
        this.service = service;
        this.there = there;
        this.back = back;
    }

    /**
     * Once there was a reason to look into its messages, they are followed for good.
     *
     * @param tls to open it with, if it is encrypted
     * @return whether it must be cut, as its messages can be followed from its beginning alone; its client makes another one
     */
    boolean follow(List<Faults.InForce> rules, Optional<TlsIdentity> tls) {
        if ((sealed && tls.isPresent()) || (second && filter.isEmpty() && !rules.isEmpty())) {
            return true;
        }
        if (!used && opening.isEmpty()) {
            opening = tls.map(identity -> new TlsOpening(identity, client, service));
        }
        if (filter.isEmpty() && !rules.isEmpty()) {
            filter = Optional.of(new HttpVersions(connection, there, back, used));
            inStep = !used;
        }
        filter.ifPresent(each -> each.rules().become(rules));
        return false;
    }

    /**
     * Whether someone looks into what came, and will hand on what is to go on.
     *
     * @param bytes used up then
     */
    boolean takes(ByteBuffer bytes, Direction way) throws IOException {
        boolean request = way == Direction.REQUESTS;
        if (!request || opening.isEmpty() || opening.get().over()) {
            return looks(bytes, way);
        }
        ByteBuffer plain = opening.get().feed(bytes);
        if (plain.hasRemaining() && !looks(plain, way)) {
            there.offer(plain, 0);
        }
        return true;
    }

    private boolean looks(ByteBuffer bytes, Direction way) throws IOException {
        boolean request = way == Direction.REQUESTS;
        // Of a connection that was under way already, it is known where a message begins once its client speaks again.
        inStep |= request && !lastWasRequest && filter.isPresent();
        lastWasRequest = request;
        if (request && !asked) {
            asked = true;
            sealed = opening.isEmpty() && bytes.get(bytes.position()) == TlsHello.HANDSHAKE;
            second = bytes.remaining() >= SECOND.capacity()
                    && bytes.slice(bytes.position(), SECOND.capacity()).equals(SECOND);
        }
        used = true;
        if (filter.isEmpty() || !inStep) {
            return false;
        }
        filter.get().feed(bytes, way);
        decideSoon(filter.get());
        return true;
    }

    /** Nobody may wait for ever for a line that is not meant to be one. */
    private void decideSoon(HttpVersions each) {
        if (each.undecided()) {
            connection.later(System.nanoTime() + UNDECIDED_NANOS, () -> {
                if (each.undecided()) {
                    each.giveUp();
                }
            });
        }
    }

    /**
     * The end of what comes one way also ends what was kept back of it.
     *
     * @return whether someone will hand on the end
     */
    boolean keepsEnd(Direction way) throws IOException {
        return filter.isPresent() && inStep && filter.get().ended(way);
    }
}
