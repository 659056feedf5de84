package dev.shakeout.server.notify;

import dev.shakeout.server.store.StoredMessage;
import dev.shakeout.server.store.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a run may begin, by what those were told who are to be told before. */
public sealed interface Announcement {
    /** How long a channel that must be told has for that at least: a receiver may be restarted just then. */
    Duration PATIENCE = Duration.ofMinutes(1);

    /** It may. */
    record Over() implements Announcement {}

    /** It may not yet; to be looked at again. */
    record Under(Instant until) implements Announcement {}

    /** It may not at all. */
    record Failed(String why) implements Announcement {}

    static Announcement of(String run, Instant now, Work work) {
        Announcement all = new Over();
        for (StoredMessage message : work.messages().announcements(run)) {
            Announcement each = message.must()
                    ? ofRequired(message, now)
                    : until(message.notice().at().plus(message.lead()), now);
            switch (each) {
                case Failed failed -> {
                    return failed;
                }
                case Under under -> all = under;
                case Over _ -> {}
            }
        }
        return all;
    }

    private static Announcement until(Instant begin, Instant now) {
        return now.isBefore(begin) ? new Under(begin) : new Over();
    }

    /** Its lead begins when it has arrived: only from then on somebody knows. */
    private static Announcement ofRequired(StoredMessage message, Instant now) {
        return switch (message.state()) {
            case SENT -> until(message.settledAt().orElse(now).plus(message.lead()), now);
            case GIVEN_UP -> failed(message);
            case WAITING -> {
                Duration patience = message.lead().compareTo(PATIENCE) > 0 ? message.lead() : PATIENCE;
                Instant last = message.notice().at().plus(patience);
                yield now.isBefore(last) ? new Under(last) : failed(message);
            }
        };
    }

    private static Failed failed(StoredMessage message) {
        String why =
                Optional.of(message.result()).filter(words -> !words.isEmpty()).orElse("no server has sent it yet");
        return new Failed("channel '" + message.channel() + "' must be told before a run begins, and was not: " + why
                + "; POST /api/v1/channels/" + message.channel() + "/test tries it");
    }
}
