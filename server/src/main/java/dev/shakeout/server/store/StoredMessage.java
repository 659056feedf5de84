package dev.shakeout.server.store;

import dev.shakeout.server.channel.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a channel is to be told, and what became of that.
 *
 * @param run empty for what is about no run
 * @param lead of an announcement, as the channel had it then
 * @param must of an announcement: the run does not begin without it
 * @param dueAt when it is tried next
 * @param result what came back last; empty before the first try
 * @param reference by which the receiver knows it
 * @param settledAt when it was sent or given up
 */
public record StoredMessage(
        String channel,
        Optional<String> run,
        Notice notice,
        Duration lead,
        boolean must,
        State state,
        long tries,
        Instant dueAt,
        String result,
        Optional<String> reference,
        Optional<Instant> settledAt) {
    /** How far it is. */
    public enum State {
        WAITING,
        SENT,
        GIVEN_UP;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static State ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** One that nobody has tried to send yet. */
    public static StoredMessage fresh(
            String channel, Optional<String> run, Notice notice, Duration lead, boolean must) {
        return new StoredMessage(
                channel,
                run,
                notice,
                lead,
                must,
                State.WAITING,
                0,
                notice.at(),
                "",
                Optional.empty(),
                Optional.empty());
    }
}
