package dev.shakeout.server.access;

import java.util.Optional;

/**
 * Who the audit log says did something.
 *
 * @param id of the user or the service token; else what did it, such as a schedule
 * @param caller whoever asked for it just now; empty when nobody did
 */
public record Actor(String id, Optional<Caller> caller) {
    public static Actor of(Caller caller) {
        return new Actor(caller.id(), Optional.of(caller));
    }

    public static Actor of(String id) {
        return new Actor(id, Optional.empty());
    }
}
