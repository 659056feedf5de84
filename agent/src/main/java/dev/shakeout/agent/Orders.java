package dev.shakeout.agent;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A run's side of the talk with an agent. Signs of life go out by themselves; when they stop, or the carrier ends, the agent
 * takes everything back.
 */
public final class Orders implements AutoCloseable {
    private static final int SIGNS_PER_LEASE = 4;

    private final Carrier carrier;
    private final Consumer<String> lost;
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, CompletableFuture<Report>> open = new ConcurrentHashMap<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private volatile boolean leaving;

    /** @param lost told, with the reason, what must stop the run: the agent is gone, or a fault did not last */
    public Orders(Carrier carrier, Consumer<String> lost) {
        this.carrier = carrier;
        this.lost = lost;
        Threads.start("reports", this::listen);
    }

    /**
     * The first order.
     *
     * @param lease without a sign of life for this long the agent takes everything back
     * @param patience how long it may take to begin
     * @return facts of where the agent is
     * @throws IOException there is no agent at the other end, or it cannot begin
     */
    public Json.Obj begin(String name, Duration lease, Duration patience) throws IOException {
        Report report = ask(new Order.Begin(name, lease), patience);
        if (!(report instanceof Report.Begun(var facts))) {
            throw unexpected(report);
        }
        Threads.start("signs of life", () -> live(lease));
        return facts;
    }

    private void live(Duration lease) {
        while (!end.isDone() && !leaving) {
            try {
                carrier.send(numbered(new Order.Alive(), 0));
                end.get(lease.toMillis() / SIGNS_PER_LEASE, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                // time for the next one
            } catch (IOException | ExecutionException _) {
                return; // the end is told by whoever listens
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Sends an order and waits for its report.
     *
     * @throws IOException the agent is gone, does not answer in time, or could not do it; with the reason
     */
    public Report ask(Order order, Duration patience) throws IOException {
        long number = last.incrementAndGet();
        var report = new CompletableFuture<Report>();
        open.put(number, report);
        try {
            if (end.isDone()) {
                throw new IOException(end.join());
            }
            carrier.send(numbered(order, number));
            Report answer = report.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (answer instanceof Report.Failed(var words)) {
                throw new IOException(words);
            }
            return answer;
        } catch (TimeoutException e) {
            throw new IOException("the agent does not answer within " + Span.words(patience), e);
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.toString() : e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the agent was asked", e);
        } finally {
            open.remove(number);
        }
    }

    /** Whether nothing is heard of the agent any more. */
    public boolean ended() {
        return end.isDone();
    }

    /** What a report is that answers another order. */
    public static IOException unexpected(Report report) {
        return new IOException("the agent answers with " + report.json().compact());
    }

    private static String numbered(Order order, long number) {
        return order.json().with("number", Json.of(number)).compact();
    }

    private void listen() {
        String why = "the connection to the agent has ended";
        try {
            for (Optional<String> line = carrier.receive(); line.isPresent(); line = carrier.receive()) {
                hear(JsonReader.read(line.get()));
            }
        } catch (BadValue e) {
            why = "what the agent says is not understood: " + e.getMessage();
        }
        end.complete(why);
        for (CompletableFuture<Report> each : open.values()) {
            each.completeExceptionally(new IOException(why));
        }
        if (!leaving) {
            lost.accept(why);
        }
    }

    private void hear(Json json) {
        long number = (long) new Line(json).number("number");
        Report report = Report.read(json);
        if (report instanceof Report.Lost(var words)) {
            if (!leaving) {
                lost.accept(words);
            }
        } else {
            Optional.ofNullable(open.get(number)).ifPresent(waiting -> waiting.complete(report));
        }
    }

    /**
     * Has the agent take back what is left, and end.
     *
     * @throws IOException it does not say that nothing is left
     */
    public void bye(Duration patience) throws IOException {
        leaving = true;
        Report report = ask(new Order.Bye(), patience);
        if (report instanceof Report.TakenBack back && back.commands().isEmpty()) {
            return;
        }
        throw unexpected(report);
    }

    /** The agent then takes everything back by itself. */
    @Override
    public void close() {
        leaving = true;
        carrier.close();
    }
}
