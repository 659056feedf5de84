package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The requests of one connection and their answers. An answer belongs to the oldest request that has none yet, so
 * pipelining is kept. What is no HTTP/1.1, and what was upgraded to something else, passes as it is.
 */
final class HttpFilter implements HttpTalk {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private final Pipe there;
    private final HttpMessages requests;
    private final HttpMessages answers;
    private final Pipe back;
    private final HttpFramer requestFramer = new HttpFramer(new Requests(), true);
    private final HttpFramer answerFramer = new HttpFramer(new Answers(), false);
    private final HttpRules rules;
    private final ArrayDeque<HttpAsked> asked = new ArrayDeque<>();
    private Optional<byte[]> offered = Optional.empty();
    private Optional<H2Filter> second = Optional.empty();
    private boolean opaque;
    private boolean known;
    private boolean interim;

    HttpFilter(Connection connection, HttpRules rules, Pipe there, Pipe back) {
        this.connection = connection;
        this.rules = rules;
        this.there = there;
        this.back = back;
        this.requests = new HttpMessages(there);
        this.answers = new HttpMessages(back);
    }

    @Override
    public void feed(ByteBuffer bytes, Direction way) throws IOException {
        (way == Direction.REQUESTS ? requestFramer : answerFramer).feed(bytes);
    }

    @Override
    public boolean ended(Direction way) throws IOException {
        if (second.isPresent()) {
            return second.get().ended(way);
        }
        (way == Direction.REQUESTS ? requestFramer : answerFramer).ended();
        return false;
    }

    @Override
    public boolean undecided() {
        return !opaque && ((!known && requestFramer.undecided()) || answerFramer.undecided());
    }

    @Override
    public void giveUp() throws IOException {
        if (!opaque) {
            opaque = true;
            requestFramer.giveUp();
            answerFramer.giveUp();
        }
    }

    /** After the request that asked for it, both sides speak HTTP/2 (RFC 7540, section 3.2). */
    private void upgrade(HttpAsked request, byte[] settings) throws IOException {
        var filter = new H2Filter(connection, rules, there, back);
        second = Optional.of(filter);
        opaque = true;
        filter.upgraded(request, settings);
        answerFramer.giveUp();
        if (requestFramer.betweenMessages()) {
            requestFramer.giveUp();
        }
    }

    /** Those whose turn has come and that the service does not know of. */
    private void giveOwnAnswers() {
        while (!asked.isEmpty() && asked.element().ownAnswer().isPresent()) {
            HttpAsked next = asked.remove();
            long delay = next.orders().delayNanos();
            back.offer(ownAnswer(next.ownAnswer().orElseThrow(), next), delay);
            // Whoever asked for leave to send a body may send it or not: where its end is cannot be known.
            if (next.head().closes() || next.expectsLeave()) {
                back.offerEnd(delay);
            }
        }
    }

    private static ByteBuffer ownAnswer(HttpChange.Answer answer, HttpAsked request) {
        return ByteBuffer.wrap(HttpRewriting.answer(answer, request.head()));
    }

    private final class Requests implements HttpFramer.Reader {
        @Override
        public Optional<HttpHead.Body> head(HttpHead head, byte[] raw) throws IOException {
            known = true;
            HttpAsked next = rules.ask(head);
            HttpOrders orders = next.orders();
            if (orders.abort()) {
                connection.reset();
                return Optional.empty();
            }
            asked.add(next);
            if (orders.answer().isPresent()) {
                requests.swallow();
                giveOwnAnswers();
            } else {
                requests.begin(head, raw, changed(next, orders), orders, false);
            }
            return head.requestBody();
        }

        private HttpHead changed(HttpAsked next, HttpOrders orders) {
            HttpHead changed = orders.request(next.head());
            offered = H2Settings.offered(next.head());
            if (offered.isPresent()) {
                changed = changed.with(H2Settings.HEADER, H2Settings.handedOnInHeader(offered.get()));
            }
            if (next.expectsLeave() && orders.needsBody()) {
                // The service cannot give it, as it sees nothing of the request before its body is whole.
                answers.send(CONTINUE);
                return changed.without("Expect");
            }
            return changed;
        }

        @Override
        public void body(ByteBuffer bytes, boolean content) {
            requests.body(bytes, content);
        }

        @Override
        public void end() throws IOException {
            requests.end();
            if (second.isPresent()) {
                requestFramer.giveUp();
            }
        }

        @Override
        public void opaque(ByteBuffer bytes) throws IOException {
            if (second.isPresent()) {
                second.get().feed(bytes, Direction.REQUESTS);
                return;
            }
            requests.send(bytes);
            giveUp();
        }
    }

    private final class Answers implements HttpFramer.Reader {
        @Override
        public Optional<HttpHead.Body> head(HttpHead head, byte[] raw) throws IOException {
            HttpAsked request = asked.peek();
            boolean upgraded = head.status() == 101
                    || (request != null && request.head().method().equals("CONNECT") && head.status() / 100 == 2);
            if (request == null || upgraded) {
                answers.send(raw);
                if (request != null && offered.isPresent() && head.says("upgrade", "h2c")) {
                    upgrade(request, offered.get());
                } else {
                    giveUp();
                }
                return Optional.empty();
            }
            if (head.status() / 100 == 1) { // an interim answer; the real one follows
                answers.send(raw);
                interim = true;
                return Optional.of(HttpHead.NONE);
            }
            HttpOrders orders = request.orders(head);
            if (orders.abort()) {
                connection.reset();
                return Optional.empty();
            }
            Optional<HttpHead.Body> body = head.answerBody(request.head().method());
            if (orders.answer().isPresent()) {
                back.offer(ownAnswer(orders.answer().get(), request), orders.delayNanos());
                answers.swallow();
                return body;
            }
            boolean bodiless = body.equals(Optional.of(HttpHead.NONE)) && request.isHead();
            answers.begin(head, raw, orders.answer(head), orders, bodiless);
            return body;
        }

        @Override
        public void body(ByteBuffer bytes, boolean content) {
            answers.body(bytes, content);
        }

        @Override
        public void end() throws IOException {
            if (interim) {
                interim = false;
                return;
            }
            answers.end();
            asked.poll();
            giveOwnAnswers();
        }

        @Override
        public void opaque(ByteBuffer bytes) throws IOException {
            if (second.isPresent()) {
                second.get().feed(bytes, Direction.ANSWERS);
                return;
            }
            answers.send(bytes);
            giveUp();
        }
    }
}
