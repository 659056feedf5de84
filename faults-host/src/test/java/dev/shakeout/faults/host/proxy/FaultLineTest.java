package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultLineTest {
    @Test
    void reads_faults_from_lines_and_names_what_it_does_not_know() {
        assertThat(FaultLine.parse("delay 400ms 50ms").fault())
                .isEqualTo(new ConnectionFault.Delay(Duration.ofMillis(400), Duration.ofMillis(50)));
        assertThatThrownBy(() -> FaultLine.parse("dleay 1s"))
                .hasMessageContaining("dleay 1s")
                .hasMessageContaining("known are");
        assertThatThrownBy(() -> FaultLine.parse("delay")).hasMessageContaining("latency");
    }
}
