package dev.shakeout.cli;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;

/**
 * A run that has ended.
 *
 * @param kept the journal as it is to be kept; controls may have changed it
 */
record Drilled(Journal journal, Json.Obj kept) {

    /** The outcome in Chaos Toolkit's words, of which controls have the last one. */
    Journal.Toolkit toolkit() {
        String status = kept.get("status").map(Json::text).orElse("");
        return new Journal.Toolkit(
                status, kept.get("deviated").map(Json::truthy).orElse(false));
    }

    /** A verdict of ours is not theirs to change. */
    int exitCode() {
        return journal.rules().ours() ? journal.exitCode() : toolkit().exitCode();
    }
}
