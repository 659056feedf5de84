package dev.shakeout.faults.host.proxy;

import java.util.List;
import java.util.Optional;

/** A request, in whatever version of HTTP, and the faults that it was drawn for. */
record HttpAsked(HttpHead head, List<Faults.InForce> meant) {
    private List<HttpChange> changes(Direction way) {
        return meant.stream()
                .filter(each -> each.line().direction().covers(way))
                .map(each -> ((ConnectionFault.Http) each.line().fault()).change())
                .toList();
    }

    HttpOrders orders(Direction way) {
        return HttpOrders.of(changes(way));
    }

    /** What the client gets instead of asking the service. */
    Optional<HttpChange.Answer> ownAnswer() {
        return orders(Direction.REQUESTS).answer();
    }

    boolean expectsLeave() {
        return !head.values("Expect").isEmpty();
    }

    boolean isHead() {
        return head.method().equals("HEAD");
    }
}
