package dev.shakeout.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One fault on one target, planned: pure data.
 *
 * @param id unique within the run
 * @param rung which rung of the privilege ladder it stands on
 * @param effect what will be measured to see that it bites, in words
 * @param notes what a person should know before: "pooled connections are cut once"
 */
public record Injection(
        String id,
        String activity,
        String fault,
        Target target,
        String rung,
        List<Step> steps,
        String effect,
        List<String> notes,
        Optional<Duration> duration) {
    public Injection {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** Whether anything of it survives a restart of the host. */
    public boolean durable() {
        return steps.stream().anyMatch(Step::durable);
    }
}
