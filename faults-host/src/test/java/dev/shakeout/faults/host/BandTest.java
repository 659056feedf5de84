package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BandTest {
    /** What tc prints for a delay of ours on a loopback. */
    private static final String THERE = """
            qdisc htb 5ca0: dev lo root refcnt 2 r2q 10 default 0 direct_packets_stat 0 direct_qlen 1000
            qdisc netem 1001: dev lo parent 5ca0:1001 limit 100000 delay 200ms
            """;

    @Test
    void noTwoInjectionsHaveOneHandleAsWhoeverTakesBackRemovesWhatHasIt() {
        var next = new AtomicInteger();
        assertThat(Band.free(THERE, next::getAndIncrement)).isEqualTo("1000");
        assertThat(Band.free(THERE, next::getAndIncrement)).isEqualTo("1002");
        assertThat(Band.free(THERE, next::getAndIncrement)).isEqualTo("1003");
        assertThat(Band.free("", () -> Integer.MIN_VALUE)).isEqualTo("1000");
    }
}
