package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTest {
    private final List<String> closed = new ArrayList<>();

    private record First(List<String> closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.add("first");
        }
    }

    private record Second(First first) implements AutoCloseable {
        @Override
        public void close() {
            first.closed().add("second");
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void eachThingIsMadeOnceAndClosedBeforeWhatItWasMadeOf() {
        try (var shared = new Shared()) {
            Second second =
                    shared.get(Second.class, () -> new Second(shared.get(First.class, () -> new First(closed))));
            assertThat(shared.get(Second.class, () -> {
                        throw new AssertionError("made again");
                    }))
                    .isSameAs(second);
            assertThat(shared.get(First.class, () -> new First(new ArrayList<>())))
                    .isSameAs(second.first());
            assertThat(closed).isEmpty();
        }
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void withNothingMadeThereIsNothingToClose() {
        var shared = new Shared();
        shared.close();
        shared.close();
        assertThat(closed).isEmpty();
    }
}
