package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Metrics;
import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.order.Order;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Behind a timeout and a circuit breaker, so that a slow or dead fks_execution costs a client next to nothing. */
final class GuardedExecution implements Execution {
    private static final Duration TIMEOUT = Duration.ofMillis(120);

    private final ExecutionClient client;
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "fks_execution",
            CircuitBreakerConfig.custom()
                    .slidingWindow(20, 10, SlidingWindowType.COUNT_BASED)
                    .failureRateThreshold(50)
                    .waitDurationInOpenState(Duration.ofSeconds(2))
                    .permittedNumberOfCallsInHalfOpenState(3)
                    .automaticTransitionFromOpenToHalfOpenEnabled(true)
                    .build());
    private final LongAdder opened = new LongAdder();

    GuardedExecution(ExecutionClient client) {
        this.client = client;
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == State.OPEN) {
                opened.increment();
            }
        });
    }

    @Override
    public boolean execute(Order order) {
        try {
            return breaker.executeCallable(() -> {
                client.execute(order, TIMEOUT);
                return true;
            });
        } catch (CallNotPermittedException | IOException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException("the call of fks_execution broke", e);
        }
    }

    @Override
    public Reply breaker() {
        return Reply.json(200, "state", breaker.getState(), "opened", opened.sum());
    }

    @Override
    public void measure(Metrics metrics) {
        for (State state : new State[] {State.CLOSED, State.OPEN, State.HALF_OPEN}) {
            metrics.gauge(
                    "fks_circuit_breaker_state", "state=\"" + state + "\"", () -> breaker.getState() == state ? 1 : 0);
        }
        metrics.counter("fks_circuit_breaker_opened_total", opened::sum);
    }
}
