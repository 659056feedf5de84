package dev.shakeout.faults.host.proxy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A request, in whatever version of HTTP, and the faults that it was drawn for. */
record HttpAsked(HttpHead head, List<Faults.InForce> meant) {
    private Stream<ConnectionFault.Http> faults(Direction way) {
        return meant.stream()
                .filter(each -> each.line().direction().covers(way))
                .map(each -> (ConnectionFault.Http) each.line().fault());
    }

    /** For the request itself. */
    HttpOrders orders() {
        return HttpOrders.of(
                faults(Direction.REQUESTS).map(ConnectionFault.Http::change).toList());
    }

    /** For its answer, as the service has given it. */
    HttpOrders orders(HttpHead answer) {
        return HttpOrders.of(faults(Direction.ANSWERS)
                .filter(fault -> fault.match().answer().have(answer))
                .map(ConnectionFault.Http::change)
                .toList());
    }

    /** What the client gets instead of asking the service. */
    Optional<HttpChange.Answer> ownAnswer() {
        return orders().answer();
    }

    boolean expectsLeave() {
        return !head.values("Expect").isEmpty();
    }

    boolean isHead() {
        return head.method().equals("HEAD");
    }
}
