package dev.shakeout.fks.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void theLastCoreThatMayBeUsedIsTaken() {
        assertThat(Cores.pinToLast("0-1")).containsExactly("taskset", "-c", "1");
        assertThat(Cores.pinToLast("0-3,12")).containsExactly("taskset", "-c", "12");
        assertThat(Cores.pinToLast("5")).isEmpty();
    }
}
