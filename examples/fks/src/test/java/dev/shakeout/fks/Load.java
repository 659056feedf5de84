package dev.shakeout.fks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Clients that place orders at a steady rate, however slow the answers are. */
final class Load implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Collection<Sample> samples = new ConcurrentLinkedQueue<>();
    private final HttpRequest request;
    private final Thread clock;
    private volatile boolean running = true;

    private Load(String api, int perSecond) {
        request = HttpRequest.newBuilder(URI.create(api + "/orders"))
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString("{\"symbol\":\"ACME\",\"quantity\":10,\"price\":12.5}"))
                .build();
        clock = Thread.ofPlatform().start(() -> {
            long next = System.nanoTime();
            while (running) {
                threads.execute(this::place);
                next += 1_000_000_000L / perSecond;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        });
    }

    static Load on(RunningFks fks, int perSecond) {
        return new Load(fks.url("api"), perSecond);
    }

    int count() {
        return samples.size();
    }

    /** No answer, or one that is neither 201 nor 202. */
    long errors() {
        return samples.stream().filter(sample -> sample.status() / 100 != 2).count();
    }

    long queued() {
        return samples.stream().filter(sample -> sample.status() == 202).count();
    }

    Duration percentile(int percent) {
        long[] sorted = samples.stream().mapToLong(Sample::nanos).sorted().toArray();
        return Duration.ofNanos(sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)]);
    }

    /** Forgets what was seen until now. */
    void reset() {
        samples.clear();
    }

    /** Ends the load and waits for the answers that are still to come. */
    Load stop() {
        running = false;
        try {
            clock.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.close();
        return this;
    }

    @Override
    public void close() {
        stop();
        client.shutdownNow();
    }

    @Override
    public String toString() {
        return "%d orders, %d queued, %d errors, p50 %d ms, p95 %d ms, p99 %d ms"
                .formatted(
                        count(),
                        queued(),
                        errors(),
                        percentile(50).toMillis(),
                        percentile(95).toMillis(),
                        percentile(99).toMillis());
    }

    private void place() {
        long started = System.nanoTime();
        int status;
        try {
            status = client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            status = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = 0;
        }
        samples.add(new Sample(status, System.nanoTime() - started));
    }

    private record Sample(int status, long nanos) {}
}
