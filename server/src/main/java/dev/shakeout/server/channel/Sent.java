package dev.shakeout.server.channel;

import java.time.Duration;
import java.util.Optional;

/** What became of one try. */
public sealed interface Sent {
    /** What came back, or why nothing did; without anything that is secret. */
    String words();

    /** @param reference by which the receiver knows it, where that is needed later */
    record Delivered(String words, Optional<String> reference) implements Sent {}

    /**
     * @param lasting whether it is of no use to try again
     * @param pause how long the receiver asks to be left alone; zero when it does not
     */
    record Failed(String words, boolean lasting, Duration pause) implements Sent {
        public Failed(String words, boolean lasting) {
            this(words, lasting, Duration.ZERO);
        }
    }
}
