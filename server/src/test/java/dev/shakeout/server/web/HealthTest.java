package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Threads;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final AtomicLong now = new AtomicLong(5);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Health health(Runnable database) {
        return new Health(
                () -> {
                    asked.incrementAndGet();
                    database.run();
                },
                ending::get,
                now::get);
    }

    @Test
    void aDatabaseThatIsAwayIsSeenAndItsReturnToo() {
        var away = new AtomicBoolean();
        Health health = health(() -> {
            if (away.get()) {
                throw new IllegalStateException("away");
            }
        });
        assertThat(health.notReady()).isEmpty();

        away.set(true);
        pass(Duration.ofSeconds(1));
        assertThat(health.notReady()).map(Refusal::status).contains(503);
        away.set(false);
        assertThat(health.notReady()).as("as it was just now").isPresent();
        pass(Duration.ofSeconds(1));
        assertThat(health.notReady()).isEmpty();
    }

    @Test
    void howeverOftenItIsWantedTheDatabaseIsAskedOnceASecond() {
        Health health = health(() -> {});
        for (int i = 0; i < 1000; i++) {
            pass(Duration.ofMillis(10));
            health.notReady();
        }

        assertThat(asked).hasValue(10);
    }

    @Test
    void aDatabaseThatDoesNotAnswerKeepsNobodyElseWaiting() throws Exception {
        var release = new CountDownLatch(1);
        Health health = health(() -> {
            try {
                release.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        pass(Duration.ofSeconds(1));
        var first = Threads.ask("first", health::notReady);
        await().until(() -> asked.get() == 1);

        assertThat(health.notReady()).as("it may answer yet").isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(health.notReady()).isPresent();
        assertThat(first).isNotDone();
        release.countDown();
        assertThat(first.get()).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aServerThatIsAboutToEndLivesAndIsNotReady() throws Exception {
        try (var site = new Site()) {
            assertThat(get(site, Health.LIVE).statusCode()).isEqualTo(200);
            assertThat(get(site, Health.READY).statusCode()).isEqualTo(200);

            site.conductor.close();

            assertThat(get(site, Health.LIVE).statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(site, Health.READY);
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    /** Without a token. */
    private static HttpResponse<String> get(Site site, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(site.at(path)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
