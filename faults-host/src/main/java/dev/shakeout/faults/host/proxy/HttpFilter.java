package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The requests of one connection and their answers. An answer belongs to the oldest request that has none yet, so
 * pipelining is kept. What is no HTTP/1.1, and what was upgraded to something else, passes as it is.
 */
final class HttpFilter {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A request, and what is to be done about it. */
    private record Asked(HttpHead head, List<Faults.InForce> meant) {
        List<HttpChange> changes(Direction way) {
            return meant.stream()
                    .filter(each -> each.line().direction().covers(way))
                    .map(each -> ((ConnectionFault.Http) each.line().fault()).change())
                    .toList();
        }

        /** What the client gets instead of asking the service. */
        Optional<byte[]> ownAnswer() {
            return HttpFilter.ownAnswer(changes(Direction.REQUESTS), head);
        }

        boolean expectsLeave() {
            return !head.values("Expect").isEmpty();
        }
    }

    private final Connection connection;
    private final HttpMessages requests;
    private final HttpMessages answers;
    private final Pipe back;
    private final HttpFramer requestFramer = new HttpFramer(new Requests(), true);
    private final HttpFramer answerFramer = new HttpFramer(new Answers(), false);
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private List<Faults.InForce> rules = List.of();
    private boolean opaque;
    private boolean known;
    private boolean interim;

    HttpFilter(Connection connection, Pipe there, Pipe back) {
        this.connection = connection;
        this.back = back;
        this.requests = new HttpMessages(there);
        this.answers = new HttpMessages(back);
    }

    /** For requests that come from now on. */
    void rules(List<Faults.InForce> changed) {
        rules = changed;
    }

    void feed(ByteBuffer bytes, Direction way) throws IOException {
        (way == Direction.REQUESTS ? requestFramer : answerFramer).feed(bytes);
    }

    void ended(Direction way) throws IOException {
        (way == Direction.REQUESTS ? requestFramer : answerFramer).ended();
    }

    /** Whether bytes are kept back of which nobody can say yet whether they are HTTP. */
    boolean undecided() {
        return !opaque && ((!known && requestFramer.undecided()) || answerFramer.undecided());
    }

    /** From now on all passes as it is, beginning with what was kept back. */
    void giveUp() throws IOException {
        if (!opaque) {
            opaque = true;
            requestFramer.giveUp();
            answerFramer.giveUp();
        }
    }

    private static boolean drawn(Faults.InForce rule) {
        double share = rule.line().percent().fraction();
        return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
    }

    private static boolean aborts(List<HttpChange> changes) {
        return changes.stream().anyMatch(HttpChange.Abort.class::isInstance);
    }

    private static Optional<byte[]> ownAnswer(List<HttpChange> changes, HttpHead request) {
        return changes.stream()
                .filter(HttpChange.Answer.class::isInstance)
                .map(change -> HttpRewriting.answer((HttpChange.Answer) change, request))
                .findFirst();
    }

    private static long delayNanos(List<HttpChange> changes) {
        return changes.stream()
                .mapToLong(change -> change instanceof HttpChange.Delay(var delay) ? delay.toNanos() : 0)
                .sum();
    }

    /** Those whose turn has come and that the service does not know of. */
    private void giveOwnAnswers() {
        while (!asked.isEmpty() && asked.element().ownAnswer().isPresent()) {
            Asked next = asked.remove();
            long delay = delayNanos(next.changes(Direction.REQUESTS));
            back.offer(ByteBuffer.wrap(next.ownAnswer().orElseThrow()), delay);
            // Whoever asked for leave to send a body may send it or not: where its end is cannot be known.
            if (next.head().closes() || next.expectsLeave()) {
                back.offerEnd(delay);
            }
        }
    }

    private final class Requests implements HttpFramer.Reader {
        @Override
        public Optional<HttpHead.Body> head(HttpHead head, byte[] raw) throws IOException {
            known = true;
            List<Faults.InForce> meant = rules.stream()
                    .filter(rule ->
                            ((ConnectionFault.Http) rule.line().fault()).match().meets(head) && drawn(rule))
                    .toList();
            var next = new Asked(head, meant);
            List<HttpChange> changes = next.changes(Direction.REQUESTS);
            if (aborts(changes)) {
                connection.reset();
                return Optional.empty();
            }
            asked.add(next);
            if (next.ownAnswer().isPresent()) {
                requests.swallow();
                giveOwnAnswers();
            } else {
                requests.begin(head, raw, changed(next, changes), changes, false);
            }
            return head.requestBody();
        }

        private HttpHead changed(Asked next, List<HttpChange> changes) {
            HttpHead changed = next.head();
            for (HttpChange change : changes) {
                if (change instanceof HttpChange.Rewrite by) {
                    changed = HttpRewriting.request(changed, by);
                    if (next.expectsLeave() && by.needsBody()) {
                        // The service cannot give it, as it sees nothing of the request before its body is whole.
                        answers.send(CONTINUE);
                        changed = changed.without("Expect");
                    }
                }
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
        }

        @Override
        public void opaque(ByteBuffer bytes) throws IOException {
            requests.send(bytes);
            giveUp();
        }
    }

    private final class Answers implements HttpFramer.Reader {
        @Override
        public Optional<HttpHead.Body> head(HttpHead head, byte[] raw) throws IOException {
            Asked request = asked.peek();
            boolean upgraded = head.status() == 101
                    || (request != null && request.head().method().equals("CONNECT") && head.status() / 100 == 2);
            if (request == null || upgraded) {
                answers.send(raw);
                giveUp();
                return Optional.empty();
            }
            if (head.status() / 100 == 1) { // an interim answer; the real one follows
                answers.send(raw);
                interim = true;
                return Optional.of(HttpHead.NONE);
            }
            List<HttpChange> changes = request.changes(Direction.ANSWERS);
            if (aborts(changes)) {
                connection.reset();
                return Optional.empty();
            }
            Optional<HttpHead.Body> body = head.answerBody(request.head().method());
            Optional<byte[]> own = ownAnswer(changes, request.head());
            if (own.isPresent()) {
                back.offer(ByteBuffer.wrap(own.get()), delayNanos(changes));
                answers.swallow();
                return body;
            }
            HttpHead changed = head;
            for (HttpChange change : changes) {
                changed = change instanceof HttpChange.Rewrite by ? HttpRewriting.answer(changed, by) : changed;
            }
            boolean bodiless = body.equals(Optional.of(HttpHead.NONE))
                    && request.head().method().equals("HEAD");
            answers.begin(head, raw, changed, changes, bodiless);
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
            answers.send(bytes);
            giveUp();
        }
    }
}
