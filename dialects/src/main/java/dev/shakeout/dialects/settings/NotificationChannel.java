package dev.shakeout.dialects.settings;

import dev.shakeout.model.Json;
import java.util.List;
import java.util.Map;

/** Where somebody wants to be told of the beginning and the end of commands (chaoslib/notification.py). */
public sealed interface NotificationChannel {
    /** The names of events that are told; all of them when empty. */
    List<String> events();

    default boolean wants(String event) {
        return events().isEmpty() || events().contains(event);
    }

    /**
     * A web server.
     *
     * @param forwards whether it gets the event's payload, by POST; without it a GET is all
     */
    record Http(List<String> events, String url, Map<String, String> headers, boolean verifyTls, boolean forwards)
            implements NotificationChannel {}

    /**
     * A function of a Python module, which gets the channel as it is written and the event.
     *
     * @param settings the channel as written
     */
    record Plugin(List<String> events, String module, String function, Json.Obj settings)
            implements NotificationChannel {}
}
