package dev.shakeout.server.fleet;

import dev.shakeout.agent.Member;
import dev.shakeout.server.store.EnrolledAgent;
import dev.shakeout.server.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** How far a run may reach: the agents of its own environment, and no other. */
record Reach(Fleet fleet, Store store, Clock clock, String environment) {
    private static final Duration AGAIN = Duration.ofMillis(100);

    /** Those that are connected, to whichever server. */
    List<Member> members() {
        return store.read(work -> work.agents().connected(environment, clock.instant()));
    }

    /** As {@link #to}, of one that may not have come back yet. */
    Contact awaitConnection(String agent, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return to(agent);
            } catch (IOException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
            }
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the server ends", e);
            }
        }
    }

    /** @throws IOException it cannot be spoken with, and why */
    Contact to(String agent) throws IOException {
        EnrolledAgent found = store.read(work -> work.agents().find(agent))
                .filter(each -> each.environment().equals(environment))
                .filter(each -> each.revokedAt().isEmpty())
                .orElseThrow(() -> new IOException("there is no agent " + agent + " for " + environment));
        return fleet.contact(found)
                .orElseThrow(() -> new IOException("agent " + found.said().name() + " is not connected"));
    }
}
