package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A connection of HTTP/2. We are the client's server and the service's client: heads are decoded and encoded anew, each
 * stream is held, changed or broken for itself, and all others go on. Settings that hold from end to end and pings are
 * handed on; priorities, pushes and extensions are not.
 */
final class H2Filter implements HttpTalk {
    /** Bytes that wait for their time on one connection; whoever sends more than these has to wait too. */
    private static final long MOST_WAITING = 2 << 20;

    private final H2Peer client;
    private final H2Peer service;
    private final H2Streams streams;
    private final Pipe back;
    private final H2Reader fromClient = new H2Reader(this::ofClient);
    private final H2Reader fromService = new H2Reader(this::ofService);
    private int prefaceLeft = H2Frame.PREFACE.length;
    private boolean serviceSpoke;
    private boolean opaque;
    private boolean closed;
    private boolean clientEnded;
    private boolean serviceEnded;

    H2Filter(Connection connection, HttpRules rules, Pipe there, Pipe back) {
        this.back = back;
        this.client = new H2Peer(back);
        this.service = new H2Peer(there);
        this.streams = new H2Streams(rules, client, service, due -> connection.later(due, this::pump));
        there.offer(ByteBuffer.wrap(H2Frame.PREFACE), 0);
    }

    /** The first stream is that of a request of HTTP/1.1, by which the client asked for HTTP/2. */
    void upgraded(HttpAsked request, byte[] settings) throws H2Error {
        client.settings(settings);
        streams.upgraded(request);
    }

    @Override
    public void feed(ByteBuffer bytes, Direction way) throws IOException {
        boolean request = way == Direction.REQUESTS;
        if (closed) {
            bytes.position(bytes.limit());
            return;
        }
        if (!request && !serviceSpoke && bytes.hasRemaining()) {
            serviceSpoke = true;
            opaque = bytes.get(bytes.position()) != 0; // else a frame would be longer than any that may be sent
        }
        if (opaque) { // a service that does not speak HTTP/2 may still tell its client so
            if (!request) {
                back.offer(bytes, 0);
            }
            bytes.position(bytes.limit());
            return;
        }
        try {
            if (request) {
                int skip = Math.min(prefaceLeft, bytes.remaining());
                prefaceLeft -= skip;
                bytes.position(bytes.position() + skip);
            }
            (request ? fromClient : fromService).feed(bytes);
            pump();
        } catch (H2Error e) {
            bytes.position(bytes.limit());
            close(e, request);
        }
    }

    /** Everything that has become due goes on, and an end behind it. */
    private void pump() throws IOException {
        if (closed) {
            return;
        }
        try {
            streams.pump();
        } catch (H2Error e) {
            close(e, true);
            return;
        }
        for (H2Peer peer : List.of(client, service)) {
            if (streams.waiting(peer) < MOST_WAITING) {
                peer.askForMore();
            }
        }
        // When neither will say any more, nobody makes room for what found none.
        boolean stuck = clientEnded && serviceEnded && !streams.held();
        if (serviceEnded && (stuck || streams.answered())) {
            client.end();
        }
        if (clientEnded && (stuck || streams.asked())) {
            service.end();
        }
    }

    /** Both sides are told, and whose fault it was. */
    private void close(H2Error why, boolean ofClient) throws H2Error {
        closed = true;
        open(client, new byte[0], false);
        open(service, new byte[0], true);
        client.goAway(streams.lastAsked(), ofClient ? why.code : H2Error.INTERNAL);
        service.goAway(0, ofClient ? H2Error.NONE : why.code);
        client.end();
        service.end();
    }

    private static void open(H2Peer peer, byte[] settings, boolean toService) throws H2Error {
        if (!peer.isOpen()) {
            peer.open(H2Settings.handedOn(settings, toService));
        }
    }

    private void ofClient(H2Frame frame) throws IOException {
        if (frame.type() != H2Frame.SETTINGS && !service.isOpen()) {
            throw new H2Error(H2Error.PROTOCOL, "the first frame is none of settings");
        }
        of(frame, client, service);
    }

    private void ofService(H2Frame frame) throws IOException {
        if (frame.type() != H2Frame.SETTINGS && !client.isOpen()) {
            throw new H2Error(H2Error.PROTOCOL, "the first frame is none of settings");
        }
        of(frame, service, client);
    }

    private void of(H2Frame frame, H2Peer whose, H2Peer other) throws H2Error {
        if (whose.inFields() && frame.type() != H2Frame.CONTINUATION) {
            throw new H2Error(H2Error.PROTOCOL, "header fields that do not go on");
        }
        switch (frame.type()) {
            case H2Frame.DATA -> streams.data(frame, whose);
            case H2Frame.HEADERS, H2Frame.CONTINUATION -> {
                Optional<H2Peer.Fields> fields = whose.fields(frame);
                if (fields.isPresent()) {
                    streams.fields(fields.get(), whose);
                }
            }
            case H2Frame.RST_STREAM -> streams.reset(frame.stream(), frame.number(), whose);
            case H2Frame.SETTINGS -> settings(frame, whose, other);
            case H2Frame.PING -> {
                if (frame.payload().length != 8 || frame.stream() != 0) {
                    throw new H2Error(H2Error.FRAME_SIZE, "a ping of " + frame.payload().length + " bytes");
                }
                other.send(frame);
            }
            case H2Frame.GOAWAY -> streams.goAway(frame, whose);
            case H2Frame.WINDOW_UPDATE -> streams.widen(frame, whose);
            case H2Frame.PUSH_PROMISE -> throw new H2Error(H2Error.PROTOCOL, "a push that nobody allowed");
            default -> {} // priorities, and what RFC 9113 has no name for, are for neighbours only
        }
    }

    private void settings(H2Frame frame, H2Peer whose, H2Peer other) throws H2Error {
        if (frame.stream() != 0) {
            throw new H2Error(H2Error.PROTOCOL, "settings of a stream");
        }
        if (frame.has(H2Frame.ACK)) {
            return;
        }
        streams.widenAll(whose, whose.settings(frame.payload()));
        other.open(H2Settings.handedOn(frame.payload(), other.equals(service)));
        whose.send(new H2Frame(H2Frame.SETTINGS, H2Frame.ACK, 0, new byte[0]));
    }

    @Override
    public boolean ended(Direction way) throws IOException {
        if (opaque || closed) {
            return closed;
        }
        if (way == Direction.REQUESTS) {
            clientEnded = true;
        } else {
            serviceEnded = true;
        }
        pump();
        return true;
    }

    @Override
    public boolean undecided() {
        return false;
    }

    @Override
    public void giveUp() {
        // its first bytes were HTTP/2, and nothing else can follow
    }
}
