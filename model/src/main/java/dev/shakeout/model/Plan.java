package dev.shakeout.model;

import java.util.List;
import java.util.Optional;

/**
 * The resolved experiment; nothing has been touched yet.
 *
 * @param radii what each fault activity touches out of all that its selector could see
 * @param refusals rules that say no; empty when the plan may run
 */
public record Plan(
        Experiment experiment, long seed, List<Injection> injections, List<BlastRadius> radii, List<Refusal> refusals) {
    public Plan {
        injections = List.copyOf(injections);
        radii = List.copyOf(radii);
        refusals = List.copyOf(refusals);
    }

    public List<Injection> injectionsOf(Activity activity) {
        return injections.stream()
                .filter(injection -> injection.activity().equals(activity.name()))
                .toList();
    }

    public record BlastRadius(String activity, String kind, int chosen, int found) {
        public Percent share() {
            return Percent.of(chosen, found);
        }
    }

    /**
     * @param rule where the rule stands, if it stands in a file
     */
    public record Refusal(Optional<Position> rule, String words) {
        @Override
        public String toString() {
            return words + rule.map(r -> " (" + r + ")").orElse("");
        }
    }
}
