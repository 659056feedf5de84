package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The tests have one carrier for all virtual threads (see the parent POM), so that whoever holds it is noticed at once. */
class ThreadsTest {
    @Test
    void commandsThatSayNothingHoldNobodyElse() throws Exception {
        assertThat(System.getProperty("jdk.virtualThreadScheduler.maxPoolSize")).isEqualTo("1");
        var processes = new Processes();
        Process silent = processes.start(List.of("sleep", "600"));
        try {
            new Child(silent);
            var limited = new CompletableFuture<Processes.Finished>();
            Thread.startVirtualThread(
                    () -> limited.complete(processes.run(List.of("sleep", "600"), Duration.ofMillis(50))));

            assertThat(limited.get(30, TimeUnit.SECONDS).status()).isEqualTo(124);
            assertThat(silent.isAlive()).isTrue();
        } finally {
            silent.destroyForcibly();
        }
    }

    @Test
    void aThreadForEachTaskIsWaitedForAtTheEnd() {
        var done = new AtomicBoolean();
        try (var threads = Threads.forEach("test")) {
            threads.execute(() -> {
                assertThat(Thread.currentThread().isVirtual()).isFalse();
                done.set(true);
            });
        }
        assertThat(done).isTrue();
    }
}
