package dev.shakeout.faults.host.proxy;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Which requests of a connection are meant by which fault: the same question in every version of HTTP. */
final class HttpRules {
    private List<Faults.InForce> all = List.of();

    /** For requests that come from now on. */
    void become(List<Faults.InForce> changed) {
        all = changed;
    }

    HttpAsked ask(HttpHead request) {
        return new HttpAsked(
                request,
                all.stream()
                        .filter(rule -> ((ConnectionFault.Http) rule.line().fault())
                                        .match()
                                        .meets(request)
                                && drawn(rule))
                        .toList());
    }

    private static boolean drawn(Faults.InForce rule) {
        double share = rule.line().percent().fraction();
        return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
    }
}
