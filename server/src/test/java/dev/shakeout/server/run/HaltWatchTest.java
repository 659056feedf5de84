package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The store is asked for all runs at once, as long as there are any, also after it was away. */
class HaltWatchTest {
    private final AtomicBoolean needed = new AtomicBoolean(true);
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Map<String, String>> told = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    private Map<String, String> ask() {
        asked.incrementAndGet();
        if (away.get()) {
            throw new IllegalStateException("away");
        }
        return Map.of("a", "why", "b", "why");
    }

    private HaltWatch start() {
        return HaltWatch.start(needed::get, this::ask, told::add, troubles::add);
    }

    @Test
    void aStoreThatWasAwayIsAskedAgain() {
        away.set(true);
        try (var _ = start()) {
            await().until(() -> asked.get() >= 3);
            assertThat(told).isEmpty();
            assertThat(troubles).as("told once").hasSize(1);
            away.set(false);
            await().until(() -> !told.isEmpty());
            assertThat(told.getFirst()).containsOnlyKeys("a", "b");
        }
    }

    @Test
    void nobodyIsAskedWhileThereIsNoRun() {
        needed.set(false);
        var looked = new AtomicInteger();
        try (var watch = HaltWatch.start(
                () -> {
                    looked.incrementAndGet();
                    return needed.get();
                },
                this::ask,
                told::add,
                troubles::add)) {
            watch.look();
            await().until(() -> looked.get() >= 2);
            assertThat(asked).hasValue(0);
            needed.set(true);
            await().until(() -> asked.get() > 0);
        }
    }
}
