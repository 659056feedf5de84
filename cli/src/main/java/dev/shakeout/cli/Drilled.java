package dev.shakeout.cli;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;

/**
 * A run that has ended.
 *
 * @param kept the journal as it is to be kept; controls may have changed it
 */
record Drilled(Journal journal, Json.Obj kept) {

    /** By Chaos Toolkit's rules controls have the last word; a verdict of ours is not theirs to change. */
    int exitCode() {
        if (journal.rules().ours()) {
            return journal.exitCode();
        }
        String status = kept.get("status").map(Json::text).orElse("");
        boolean deviated = kept.get("deviated").map(Json::truthy).orElse(false);
        return new Journal.Toolkit(status, deviated).exitCode();
    }
}
