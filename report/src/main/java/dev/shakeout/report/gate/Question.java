package dev.shakeout.report.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pipeline wants to know before it goes on.
 *
 * @param service that is to be deployed; empty for whatever there is
 * @param environment in which it must have been tried; empty for any
 * @param version that must have been tried; empty for any
 * @param maxAge how long a run speaks for the system, above zero
 * @param required titles of experiments that must have passed, with {@code *} for any letters
 * @param now the moment of asking
 */
public record Question(
        Optional<String> service,
        Optional<String> environment,
        Optional<String> version,
        Duration maxAge,
        List<String> required,
        Instant now) {
    public Question {
        required = List.copyOf(required);
    }

    /** What is asked about: "fks_api 1.4.2 in staging". */
    public String subject() {
        String what = service.orElse("all services") + version.map(v -> " " + v).orElse("");
        return what + environment.map(e -> " in " + e).orElse("");
    }
}
