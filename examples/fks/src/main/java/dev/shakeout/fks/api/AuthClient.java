package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Answer;
import dev.shakeout.fks.http.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks fks_auth, and asks another replica when one fails or is slow. */
final class AuthClient {
    /** One for each try. The last is patient: late is better than refused when the whole machine is slow. */
    static final List<Duration> WITH_RETRY =
            List.of(Duration.ofMillis(50), Duration.ofMillis(60), Duration.ofSeconds(1));

    /** The weakness "replicas". */
    static final List<Duration> WITHOUT_RETRY = List.of(Duration.ofMillis(500));

    private final Balancer balancer;
    private final Caller caller;
    private final List<Duration> timeouts;

    AuthClient(Balancer balancer, Caller caller, List<Duration> timeouts) {
        this.balancer = balancer;
        this.caller = caller;
        this.timeouts = timeouts;
    }

    /**
     * Returns when an order may be placed.
     *
     * @throws IOException if no replica says so
     */
    void check() throws IOException {
        Set<String> tried = new HashSet<>();
        IOException failure = new IOException("fks_auth was not asked");
        for (Duration timeout : timeouts) {
            String url = balancer.next(tried);
            try {
                Answer answer = caller.get(url + "/check", timeout);
                if (answer.ok()) {
                    return;
                }
                failure = new IOException("fks_auth answered " + answer.status());
            } catch (IOException e) {
                failure = e;
            }
            balancer.failed(url);
            tried.add(url);
        }
        throw failure;
    }
}
