package dev.shakeout.server.store;

import dev.shakeout.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An agent that has joined.
 *
 * @param fingerprint of its public key
 * @param enrolment id of that by which it joined
 * @param said what it says of itself
 * @param labels those that it has, of what it says and what its enrolment allows
 * @param seenAt when it was heard last
 * @param connection the one that counts, whichever server has it; empty without
 */
public record EnrolledAgent(
        String id,
        String fingerprint,
        String enrolment,
        String environment,
        Said said,
        Map<String, String> labels,
        Instant enrolledAt,
        Instant seenAt,
        Optional<String> connection,
        Optional<Instant> revokedAt) {
    /** How often a server notes that it hears of its agents. */
    public static final Duration NOTED = Duration.ofSeconds(15);

    /** When one that was not heard of for so long counts as gone. */
    static final Duration GONE = NOTED.multipliedBy(3);

    private static final String SERVER_ENDS = "/";

    /**
     * What an agent says of itself; nothing of it is proven.
     *
     * @param name of its host
     * @param rungs by fault, the ways that hold there
     */
    public record Said(String name, Json.Obj facts, Json.Obj rungs, String version) {}

    public EnrolledAgent {
        labels = Map.copyOf(labels);
    }

    /**
     * The name of a connection.
     *
     * @param id that no other of this server has
     */
    public static String connection(String server, String id) {
        return server + SERVER_ENDS + id;
    }

    /** Who has the connection that counts. */
    public Optional<String> server() {
        return connection
                .filter(name -> name.contains(SERVER_ENDS))
                .map(name -> name.substring(0, name.lastIndexOf(SERVER_ENDS)));
    }

    /** Whether a server has heard of it just now; one that was killed takes nothing back of what it noted. */
    public boolean connected(Instant now) {
        return connection.isPresent() && seenAt.plus(GONE).isAfter(now);
    }
}
