package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;

/**
 * Value 1 while an object is there that nobody else has made.
 *
 * @param token that stands in it; empty where nobody else gives its name
 */
record Presence(Cluster cluster, ResourceType type, String path, String token) implements Effect {
    /** A pod may take its grace period to go, half a minute unless it says otherwise. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    Presence(Cluster cluster, ResourceType type, String path) {
        this(cluster, type, path, "");
    }

    @Override
    public String what() {
        return "whether " + path + " is there";
    }

    @Override
    public Reading read() throws IOException {
        boolean there = cluster.find(type, path)
                .filter(found -> found.body().compact().contains(token))
                .isPresent();
        return new Reading(there ? 1 : 0, "", path + (there ? " is there" : " is not there"));
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() == 1;
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() == 0;
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }
}
