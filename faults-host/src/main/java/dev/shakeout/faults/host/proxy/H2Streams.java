package dev.shakeout.faults.host.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The streams of a connection of HTTP/2, and what is to be done with each. */
final class H2Streams {
    private static final H2Fields CONTINUE = H2Fields.of(":status", "100");

    private final HttpRules rules;
    private final H2Peer client;
    private final H2Peer service;
    private final H2Way.Clock clock;
    private final Map<Integer, H2Stream> all = new LinkedHashMap<>();
    private final Map<Integer, H2Stream> sent = new HashMap<>();
    private int lastAsked;
    private int lastSent = -1;
    private int lastDone;
    private boolean goingAway;

    H2Streams(HttpRules rules, H2Peer client, H2Peer service, H2Way.Clock clock) {
        this.rules = rules;
        this.client = client;
        this.service = service;
        this.clock = clock;
    }

    int lastAsked() {
        return lastAsked;
    }

    /** Bytes that came from a peer and wait. */
    long waiting(H2Peer whose) {
        return all.values().stream()
                .mapToLong(stream -> way(stream, whose).waiting())
                .sum();
    }

    /** Whether no answer waits. */
    boolean answered() {
        return all.values().stream().allMatch(stream -> stream.answer().idle());
    }

    /** Whether no request waits. */
    boolean asked() {
        return all.values().stream().allMatch(stream -> stream.request().idle());
    }

    /** Whether something waits for its time, and not for room. */
    boolean held() {
        return all.values().stream()
                .anyMatch(stream -> stream.request().held() || stream.answer().held());
    }

    /** One frame of each stream after the other, until nothing can go on. */
    void pump() throws H2Error {
        for (boolean any = true; any; ) {
            any = false;
            for (H2Stream stream : List.copyOf(all.values())) {
                any |= stream.step();
                if (stream.done()) {
                    remove(stream);
                }
            }
        }
    }

    private void remove(H2Stream stream) {
        all.remove(stream.id());
        sent.remove(stream.sentAs());
        lastDone = Math.max(lastDone, stream.id());
    }

    private Optional<H2Stream> find(int id, H2Peer whose) {
        return Optional.ofNullable(whose.equals(client) ? all.get(id) : sent.get(id));
    }

    /** What comes for a stream that is over is for nobody; one that never was must not be spoken of. */
    private Optional<H2Stream> known(int id, H2Peer whose) throws H2Error {
        Optional<H2Stream> stream = find(id, whose);
        if (stream.isEmpty() && (id % 2 == 0 || id > (whose.equals(client) ? lastAsked : lastSent))) {
            throw new H2Error(H2Error.PROTOCOL, "stream " + id + " is not open");
        }
        return stream;
    }

    private H2Way way(H2Stream stream, H2Peer whose) {
        return whose.equals(client) ? stream.request() : stream.answer();
    }

    void data(H2Frame frame, H2Peer whose) throws H2Error {
        Optional<H2Stream> stream = known(frame.stream(), whose);
        byte[] content = frame.content();
        whose.took(frame.payload().length);
        if (stream.isPresent()) {
            H2Way way = way(stream.get(), whose);
            if (way.over()) {
                throw new H2Error(H2Error.PROTOCOL, "data after the end of stream " + frame.stream());
            }
            way.data(content, frame.payload().length, frame.has(H2Frame.END_STREAM));
        }
    }

    void fields(H2Peer.Fields came, H2Peer whose) throws H2Error {
        if (whose.equals(client) && came.stream() > lastAsked && came.stream() % 2 == 1) {
            lastAsked = came.stream();
            request(came);
            return;
        }
        Optional<H2Stream> stream = known(came.stream(), whose);
        if (stream.isEmpty()) {
            return;
        }
        if (way(stream.get(), whose).over()) {
            throw new H2Error(H2Error.PROTOCOL, "header fields after the end of stream " + came.stream());
        }
        if (whose.equals(service) && came.fields().value(":status").isPresent()) {
            answer(stream.get(), came);
        } else {
            way(stream.get(), whose).trailers(came.fields());
        }
    }

    private void request(H2Peer.Fields came) {
        Optional<HttpHead> head = came.fields().request();
        if (head.isEmpty() || goingAway) {
            client.reset(came.stream(), head.isEmpty() ? H2Error.PROTOCOL : H2Error.REFUSED_STREAM);
            return;
        }
        HttpAsked asked = rules.ask(head.get());
        HttpOrders orders = asked.orders();
        if (orders.abort()) {
            client.reset(came.stream(), H2Error.INTERNAL);
            return;
        }
        H2Stream stream = open(came.stream(), asked);
        if (orders.answer().isPresent()) {
            stream.answer().answer(orders.answer().get(), orders, asked.isHead(), true);
            stream.request().swallow(came.end());
            return;
        }
        HttpHead changed = orders.request(head.get());
        if (asked.expectsLeave() && orders.needsBody() && !came.end()) {
            // The service cannot give it, as it sees nothing of the request before its body is whole.
            stream.answer().interim(CONTINUE);
            changed = changed.without("Expect");
        }
        stream.request().begin(changed, orders, came.fields()::asRequest, false, came.end());
    }

    /** Of the first one the service has heard all that there is. */
    void upgraded(HttpAsked asked) {
        lastAsked = 1;
        H2Stream stream = open(1, asked);
        lastSent = 1;
        sent.put(lastSent, stream);
        stream.request().goesTo(lastSent);
        stream.request().swallow(true);
        stream.answer().comesFrom(lastSent);
    }

    private H2Stream open(int id, HttpAsked asked) {
        var answer = new H2Way(service, client, clock, () -> id);
        var request = new H2Way(client, service, clock, () -> {
            lastSent += 2;
            sent.put(lastSent, all.get(id));
            answer.comesFrom(lastSent);
            return lastSent;
        });
        request.comesFrom(id);
        answer.goesTo(id);
        var stream = new H2Stream(id, asked, request, answer);
        all.put(id, stream);
        return stream;
    }

    private void answer(H2Stream stream, H2Peer.Fields came) {
        HttpHead head = came.fields().answer().orElseThrow();
        if (head.status() / 100 == 1) { // the real one follows
            stream.answer().interim(came.fields());
            return;
        }
        HttpOrders orders = stream.asked().orders(head);
        if (orders.abort()) {
            client.reset(stream.id(), H2Error.INTERNAL);
            if (!came.end() || !stream.request().sent()) {
                service.reset(stream.sentAs(), H2Error.CANCEL);
            }
            remove(stream);
        } else if (orders.answer().isPresent()) {
            stream.answer().answer(orders.answer().get(), orders, stream.asked().isHead(), came.end());
        } else {
            boolean bodiless = stream.asked().isHead() || head.status() == 204 || head.status() == 304;
            stream.answer().begin(orders.answer(head), orders, came.fields()::asAnswer, bodiless, came.end());
        }
    }

    /** One of the client's is forgotten at once; one of the service's comes after what it said before. */
    void reset(int id, int code, H2Peer whose) throws H2Error {
        Optional<H2Stream> stream = known(id, whose);
        if (stream.isEmpty()) {
            return;
        }
        if (whose.equals(service)) {
            stream.get().answer().reset(code);
            stream.get().request().swallow(false);
            return;
        }
        if (stream.get().sentAs() > 0) {
            service.reset(stream.get().sentAs(), code);
        }
        remove(stream.get());
    }

    void widen(H2Frame frame, H2Peer whose) throws H2Error {
        if (frame.payload().length != 4) {
            throw new H2Error(H2Error.FRAME_SIZE, "a window of " + frame.payload().length + " bytes");
        }
        if (frame.stream() == 0) {
            whose.widen(frame.number());
            return;
        }
        Optional<H2Stream> stream = known(frame.stream(), whose);
        if (frame.number() == 0) {
            throw new H2Error(H2Error.PROTOCOL, "a window of nothing");
        }
        if (stream.isPresent()) { // who takes more of what the other way brings
            (whose.equals(client) ? stream.get().answer() : stream.get().request()).widen(frame.number());
        }
    }

    /** For all streams that are open, when a peer takes more or less of each. */
    void widenAll(H2Peer whose, int bytes) throws H2Error {
        for (H2Stream stream : all.values()) {
            H2Way way = whose.equals(client) ? stream.answer() : stream.request();
            if (way.toId() > 0) {
                way.widen(bytes);
            }
        }
    }

    /** The client is told in its own numbers; what the service did not take may be asked again elsewhere. */
    void goAway(H2Frame frame, H2Peer whose) throws H2Error {
        int last = frame.number();
        int code = frame.payload().length < 8
                ? H2Error.NONE
                : java.nio.ByteBuffer.wrap(frame.payload()).getInt(4);
        if (whose.equals(client)) {
            service.goAway(0, code);
            return;
        }
        if (last == Integer.MAX_VALUE) {
            client.goAway(last, code);
            return;
        }
        goingAway = true;
        var refused = new ArrayList<H2Stream>();
        int known = lastDone;
        for (H2Stream stream : all.values()) {
            boolean own = stream.sentAs() == 0 && stream.request().sent();
            if (own || (stream.sentAs() > 0 && stream.sentAs() <= last)) {
                known = Math.max(known, stream.id());
            } else {
                refused.add(stream);
            }
        }
        client.goAway(known, code);
        for (H2Stream stream : refused) {
            if (stream.id() <= known) {
                client.reset(stream.id(), H2Error.REFUSED_STREAM);
            }
            remove(stream);
        }
    }
}
