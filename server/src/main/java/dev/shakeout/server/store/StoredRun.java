package dev.shakeout.server.store;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One run of one version of an experiment.
 *
 * @param most of the targets of each selector; empty when the experiment alone decides
 * @param labels what whoever started it said of it
 * @param verdict empty until it has ended, and for one that never got as far
 * @param reasons why it ended as it did, most important first; of one that waits, what for
 * @param server who carries it out
 * @param halt whether somebody asked for its end
 * @param requestedBy id of the token
 * @param key by which a repeated request is known
 */
public record StoredRun(
        String id,
        String experiment,
        long version,
        String environment,
        Optional<AtMost> most,
        Map<String, String> labels,
        State state,
        Optional<Verdict> verdict,
        List<String> reasons,
        String server,
        boolean halt,
        String requestedBy,
        Optional<String> key,
        Instant requestedAt,
        Optional<Instant> endedAt) {
    public StoredRun {
        labels = Map.copyOf(labels);
        reasons = List.copyOf(reasons);
    }

    /** The same, that has not begun. */
    public StoredRun waitingFor(String why) {
        return new StoredRun(
                id,
                experiment,
                version,
                environment,
                most,
                labels,
                state,
                verdict,
                List.of(why),
                server,
                halt,
                requestedBy,
                key,
                requestedAt,
                endedAt);
    }

    /** How far it is. */
    public enum State {
        WAITING,
        RUNNING,
        ENDED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether it was asked for by the same words. */
    public boolean sameRequest(StoredRun other) {
        return experiment.equals(other.experiment)
                && version == other.version
                && environment.equals(other.environment)
                && most.equals(other.most)
                && labels.equals(other.labels);
    }
}
