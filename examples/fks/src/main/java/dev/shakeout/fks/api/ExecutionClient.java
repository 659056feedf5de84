package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Answer;
import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.order.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** One call of fks_execution. */
record ExecutionClient(Balancer balancer, Caller caller) {
    void execute(Order order, Duration timeout) throws IOException {
        String url = balancer.next(Set.of());
        try {
            Answer answer = caller.post(url + "/execute", order.json(), timeout);
            if (!answer.ok()) {
                throw new IOException("fks_execution answered " + answer.status());
            }
        } catch (IOException e) {
            balancer.failed(url);
            throw e;
        }
    }
}
