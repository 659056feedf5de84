package dev.shakeout.server.store;

import dev.shakeout.model.Json;
import java.time.Instant;

/**
 * An experiment as it was at one time. A version is never changed.
 *
 * @param name by which it is asked for
 * @param owner who answers for it now, whichever version this is
 * @param version 1 for the first, one more with every change
 * @param definition as in a file
 * @param author id of the user, or of the service token, that wrote it
 */
public record ExperimentVersion(
        String name, String owner, long version, String title, Json.Obj definition, String author, Instant createdAt) {}
