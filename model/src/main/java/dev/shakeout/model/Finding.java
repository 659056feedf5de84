package dev.shakeout.model;

import java.time.Instant;
import java.util.List;

/**
 * A weakness that a run exposed.
 *
 * @param where the probe or guard that saw it
 * @param evidence the numbers and the moment
 * @param faults what was being broken then, in words
 * @param runbook a draft entry, one line a step
 */
public record Finding(
        String title, String where, String evidence, Instant moment, List<String> faults, List<String> runbook) {
    public Finding {
        faults = List.copyOf(faults);
        runbook = List.copyOf(runbook);
    }
}
