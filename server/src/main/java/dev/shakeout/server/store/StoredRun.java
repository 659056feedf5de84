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
 * @param server who carries it out; empty while it is pending, and while it waits for one, as the one before is gone
 * @param attempt 1, and one more each time that it was begun by a server that went
 * @param halt whether somebody asked for its end
 * @param requestedBy id of the user, or of the service token
 * @param key by which a repeated request is known
 * @param awaited what one that is pending waits for
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
        long attempt,
        boolean halt,
        String requestedBy,
        Optional<String> key,
        Instant requestedAt,
        Optional<Instant> endedAt,
        Optional<Awaited> awaited) {
    public StoredRun {
        labels = Map.copyOf(labels);
        reasons = List.copyOf(reasons);
    }

    /** One that was just asked for, and waits until its server begins it. */
    public static StoredRun waiting(
            String id,
            String experiment,
            long version,
            String environment,
            Optional<AtMost> most,
            Map<String, String> labels,
            String server,
            String requestedBy,
            Optional<String> key,
            Instant requestedAt) {
        return new StoredRun(
                id,
                experiment,
                version,
                environment,
                most,
                labels,
                State.WAITING,
                Optional.empty(),
                List.of(),
                server,
                1,
                false,
                requestedBy,
                key,
                requestedAt,
                Optional.empty(),
                Optional.empty());
    }

    /**
     * What it waits for before it may begin.
     *
     * @param words whom, for a person
     * @param until when it ends, refused, if it still waits
     */
    public record Awaited(String words, Instant until) {}

    /** The same, that waits before any server carries it out. */
    public StoredRun pending(Awaited forWhom) {
        return in(State.PENDING, reasons, "", attempt, Optional.of(forWhom));
    }

    /** The same, to be carried out by a server. */
    public StoredRun waitingAt(String other) {
        return in(State.WAITING, reasons, other, attempt, Optional.empty());
    }

    /** The same, that has not begun. */
    public StoredRun waitingFor(String why) {
        return in(state, List.of(why), server, attempt, awaited);
    }

    private StoredRun in(State other, List<String> why, String where, long turn, Optional<Awaited> forWhom) {
        return new StoredRun(
                id,
                experiment,
                version,
                environment,
                most,
                labels,
                other,
                verdict,
                why,
                where,
                turn,
                halt,
                requestedBy,
                key,
                requestedAt,
                endedAt,
                forWhom);
    }

    /** How far it is. */
    public enum State {
        /** People have to approve of it first; no server has it yet. */
        PENDING,
        /** The server that carries it out begins it as soon as it can. */
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

    /** As it was when its turn was another one's. */
    public StoredRun by(String other, long turn) {
        return in(state, reasons, other, turn, awaited);
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
