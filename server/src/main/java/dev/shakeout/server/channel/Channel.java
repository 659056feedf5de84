package dev.shakeout.server.channel;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who is told.
 *
 * @param version 1 for the first, one more with every change
 * @param environment the one that it is about; empty for all of them
 * @param kind the word of one of {@link Receivers#ALL}
 * @param target what of it is no secret
 * @param place where it leads, for people
 * @param sealed its secrets, an encrypted object; empty without
 * @param author id of the user, or of the service token, that wrote it last
 */
public record Channel(
        String name,
        long version,
        Optional<String> environment,
        String kind,
        Json.Obj target,
        String place,
        String sealed,
        Rules rules,
        String author,
        Instant changedAt) {
    /**
     * When it is told.
     *
     * @param verdicts of the ends that it is told of; all of them when empty
     * @param lead how long before a run it is told; zero or more
     * @param must whether a run that it cannot be told of does not begin
     * @param privately whether it may be at an address that only this network knows
     */
    public record Rules(Set<Occasion> on, Set<Verdict> verdicts, Duration lead, boolean must, boolean privately) {
        public Rules {
            on = on.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(on));
            verdicts = Set.copyOf(verdicts);
        }
    }

    /** Whether it is about an environment; whatever is about all of them concerns everybody. */
    public boolean isAbout(Optional<String> other) {
        return environment.isEmpty() || other.isEmpty() || environment.equals(other);
    }

    /** @param verdict of a run that has ended with one */
    public boolean wants(Occasion occasion, Optional<Verdict> verdict) {
        boolean end = occasion == Occasion.END && !rules.verdicts().isEmpty();
        return rules.on().contains(occasion.asked())
                && (!end || verdict.filter(rules.verdicts()::contains).isPresent());
    }

    /** As associated data of what is encrypted: no secret can be put into another row. */
    public static String row(String name) {
        return "channels.sealed/" + name;
    }
}
