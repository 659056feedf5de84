package dev.shakeout.fks.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdSetTest {
    @Test
    void holdsWhatAnOrdinarySetHolds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        IdSet ids = new IdSet();
        Set<Long> ordinary = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long id = 1 + random.nextInt(15_000);
            assertThat(ids.add(new OrderId(id))).as("seed %d", seed).isEqualTo(ordinary.add(id));
        }

        Set<Long> visited = new HashSet<>();
        ids.copy().forEach(visited::add);
        assertThat(visited).as("seed %d", seed).isEqualTo(ordinary);
        assertThat(ids.size()).isEqualTo(ordinary.size());
        assertThat(ids.contains(new OrderId(15_001))).isFalse();
    }
}
