package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Mask;
import dev.shakeout.model.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuringTest {
    /** As an effect that is measured by an agent: whoever is interrupted gets no answer. */
    private static final Effect ASKED = new Effect() {
        @Override
        public String what() {
            return "a state";
        }

        @Override
        public Reading read() {
            return new Reading(0, "", "well");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() != before.value();
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the agent was asked");
            }
            return after.value() == before.value();
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }
    };

    @Test
    void whatIsGoneIsGoneAlsoForWhoeverIsInterrupted() {
        var measuring = new Measuring(new Bus(Clock.systemUTC(), new Mask(), _ -> {}, List.of()));
        Thread.currentThread().interrupt();

        var after = measuring.untilGone(ASKED, new Reading(0, "", "well"), Instant.now());

        assertThat(Thread.interrupted()).as("it stays so").isTrue();
        assertThat(after.gone()).isTrue();
        assertThat(after.reading().words()).isEqualTo("well");
    }
}
